"""The prompt studio: staff record lines, hear what is wrong with a take, keep takes, choose one."""
