# Members are brought in from a list behind F10, and taken back again.
list members.csv "Name;Mobiel;Punten;Schoenmaat|Anna de Vries;0612345678;1.250;38|Bram Haan;0612345679;40;43|Cas Bos;061;5;"
key F10 => menu; "Bring members in"
type m => menu; "members.csv"
type 1 => menu; "3 members in members.csv"; "Phone ← Mobiel"; !"Schoenmaat"
key Enter => menu; "2 members brought in"; "members.rejects.csv"; "Take it back"
key Esc => idle
type 0612345678
key Enter => member; "Anna"
key Esc => idle
sync
till 2
sync
type 0612345679
key Enter => member; "Bram"
key Esc => idle
till 1
# Given again, the list adds nothing.
key F10
type m
type 1
key Enter => menu; "0 members brought in"; "2 were here already."
key Enter => idle
# A column can be left out.
list more.csv "Name;Mobiel;Punten|Dirk Kok;0612345670;70"
key F10
type m => "more.csv"
type 1
type 3 => "Left out"
key Enter => "1 member brought in"
# And the whole can be taken back.
type 1 => idle; "1 member taken back"
type 0612345670
key Enter => !"Dirk"
sync
