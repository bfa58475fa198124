# Where slips go is chosen behind F10, and a printer that is off holds no sale
key F10 => menu; "Slips"; "As text, into the folder of slips"
type 6 => menu; "As PDF, into the folder of slips"; "In use"
pick 1 => idle; "As PDF"
crash => idle
key F10 => menu; "As PDF"
key Esc => idle
