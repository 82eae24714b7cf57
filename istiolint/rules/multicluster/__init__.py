"""Several clusters that form one mesh."""
