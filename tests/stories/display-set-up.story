# F10 D: where the customer screen stands, and what it shows while nobody is there
display on => pad welcome
key F10 => menu; "Customer screen"; "The second screen, by itself"
type d => menu; "This screen, turned to the customer"; "No customer screen"; "Celebrate quietly"
type 7 => menu; "A text for your customers"
type "Fresh bread at four" => menu; "Fresh bread at four"
key Enter => menu; pad "Fresh bread at four"
type "Closed on Monday" => menu
key Enter => menu; pad "Closed on Monday"
pick 0 => menu; pad !"Fresh bread at four"; pad "Closed on Monday"
key Esc => menu; "Closed on Monday"
type 6 => menu; "Folder with pictures"
type /no/such/folder => menu
key Enter => menu; refused
key Esc => menu
# No customer screen at all: nobody is asked for a PIN
type 3 => idle; pad none
crash => idle; pad none
key F10 => menu; "No customer screen"
type d => menu
type 1 => idle
display on => pad welcome; pad "Closed on Monday"
# Locked or not, between customers it knows nobody
key F10 => menu; pad welcome
key Esc => idle
