"""Run the rules: each subject meets only the rules that are about it and are on."""
