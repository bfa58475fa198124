# first start
# The question of a new till. The first row is chosen; digits, arrows and taps choose.
key F2 => first_start; "First till of this shop, or join one?"
key Down => first_start
key Up => first_start
key F9 => "Nederlands"; "Eerste kassa van deze winkel"
key F9 => "Svenska"
key F9 => "Deutsch"
key F9 => "Português"
key F9 => "English"; "This is asked only once."
type 3 => "First till of this shop, or join one?"
type 2 => "Which shop does this till join?"; "Looking for shops on this network"
key Esc => "First till of this shop, or join one?"
pick 1 => "Which shop does this till join?"
hear => "No shop found on this network so far"
key Enter => refused; sound refused; "This code is not whole"
# What was typed stays, to be corrected.
type CODE => "CODE"
key Enter => refused; "This code is not whole"; "CODE"
scan CODE-NAME => "CODE-NAME"
key Enter => refused; "No shop that was found here has this code"; "CODE-NAME"
scan 127.0.0.1:1/CODE-NAME => "127.0.0.1:1/CODE-NAME"
key Enter => "What is this till called?"; "It joins 127.0.0.1"
key Enter => refused; "Nobody answers there"; "127.0.0.1:1/CODE-NAME"
# Another shop than the one that the code names: the code is not said to it.
scan ADDRESS/CODE-OTHER => "ADDRESS/CODE-OTHER"
key Enter => "What is this till called?"
key Enter => refused; "Another shop answers there than the code names"; joined
# A wrong code, and one that was valid a while ago.
scan ADDRESS/AAAAAAAAAA-NAME => "ADDRESS/AAAAAAAAAA-NAME"
key Enter => "What is this till called?"
key Enter => refused; "This code is wrong or no longer valid"; "ADDRESS/AAAAAAAAAA-NAME"
wait 901 => refused
scan ADDRESS/CODE-NAME => "ADDRESS/CODE-NAME"
key Enter => "What is this till called?"
key Enter => refused; "This code is wrong or no longer valid"; joined
codes => first_start
# Found on the network, the code alone is enough, as people write it.
announce => first_start
hear => "Zonnewijzer"; "Found on this network"
scan "CODE - NAME" => "CODE - NAME"
key Enter => "It joins Zonnewijzer"; "Till 2"
type Barr => "Barr"
key Backspace => "Bar"
key Esc => "Which shop does this till join?"; "CODE - NAME"
key Enter => "What is this till called?"; "Bar"
key Enter => joined Bar; "This till joins Zonnewijzer"
# Nothing that is pressed now is an answer to anything.
key Esc => "This till joins Zonnewijzer"
key F9 => "English"
