"""Takes what was received out into spreadsheets: what each kind of row holds, who may have it, and the record of it."""
