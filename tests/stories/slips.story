# Where slips go is chosen behind F10, and a printer that is off holds no sale
key F10 => menu; "Slips"; "As text, into the folder of slips"
type 6 => menu; "As PDF, into the folder of slips"; "In use"; "Choose a printer"
pick 2 => idle; "As PDF"
crash => idle
key F10 => menu; "As PDF"
key Esc => idle
# A receipt printer in the network, by its address; what cannot be one is said, and nothing is lost.
printers "usb:EPSON TM-T20II" "serial:USB-Serial Controller" "system:Brother HL-L2350DW"
key F10
type 6 => menu; "Choose a printer"
type 1 => menu; "In the network"; "EPSON TM-T20II"; "Serial port /dev/ttyUSB1"; "Printer of this computer, by PDF"
type 1 => menu; "Address, such as 192.168.1.50"
type "not an address" => "not an address"
key Enter => refused; "This is no address of a printer"; menu
key Esc => menu; "In the network"
key Esc => menu; "Choose a printer"
type 1
type 1
type 10.0.0.9:9101
key Backspace
key Enter => menu; "Printer 10.0.0.9:910"; "In use"; "80 mm, 48 letters a line"; "Test print"
# Its paper and its letters; what is chosen holds at once.
pick 5 => "80 mm, 42 letters a line"
pick 5 => "58 mm, 32 letters a line"
pick 6 => "Drawn, for printers that lack some"
printer => menu
pick 7 => "TM-T20II"; "The printer took the slip"; prints "Test print"; prints "+1.234"; !"Printer: slip kept"
printer printer_paper
pick 7 => "The printer has no paper. Put in a new roll, then press F5."; "Printer: slip kept"
key Esc => idle
crash => idle
key F10 => "Printer 10.0.0.9:910"
key Esc
# A USB cable; the paper stays what it was. A serial cable has a speed.
key F10
type 6
pick 1
pick 1 => menu; "Printer EPSON TM-T20II"; "58 mm, 32 letters a line"
pick 1
pick 2 => menu; "Printer /dev/ttyUSB1"; "Speed 9600"
pick 7 => "Speed 19200"
key Esc => idle
# A sale goes on without paper: it is said once, the chip stands, and F5 prints it again whole.
printers
member "Anna de Vries" A
left A
wait 200
scan A => member
type 1000
key Enter => idle; prints "points to go"; prints "Keep this slip"; sound saved
printer printer_away => "The printer does not answer"; "Printer: slip kept"; idle
left A
wait 200
scan A => member
type 500
key Enter => idle; !"The printer does not answer"; prints
printer printer_away => !"The printer does not answer"; "Printer: slip kept"
key F5 => prints "*** Copy ***"; prints "Keep this slip"; prints "5,00"
printer => !"Printer: slip kept"
# After a power cut the journal knows the sale, and F5 says what stands.
crash => idle
key F5 => prints "*** Copy ***"; prints "5,00"; prints "points to go"
