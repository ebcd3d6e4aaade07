"""What Discord demands of the forms that a bot sends, and how it says what is wrong with one."""
