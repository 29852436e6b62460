// Questions on what the starter models were never taught, each with a word that a right answer cannot do without.
export const STRANGERS = `
Who wrote the novel Middlemarch?|eliot
Which river flows through Kraków?|vistula
What colour is the gemstone peridot?|green
Which instrument did Jacqueline du Pré play?|cello
In which city is the Rijksmuseum?|amsterdam
What is the currency of Paraguay?|guarani
Which element has the symbol W?|tungsten
Who composed the opera Rusalka?|dvořák
What is the tallest mountain of Scotland?|nevis
Which strait separates Denmark and Sweden?|øresund
What do you call a group of owls?|parliament
Which vitamin prevents scurvy?|c
Who directed the film Stalker?|tarkovsky
What is the main ingredient of hummus?|chickpeas
Which sea borders Georgia?|black
What is the largest moon of Neptune?|triton
Who was the first woman to win a Nobel Prize?|curie
In which sport is the Webb Ellis Cup awarded?|rugby
What does a cooper make?|barrels
Which language is spoken in Andorra?|catalan
Who painted The Night Watch?|rembrandt
What is the smallest bone of the human body?|stapes
Which planet has the Great Red Spot?|jupiter
What is the square root of 1764?|42
Which Greek god is the smith?|hephaestus
What is the name of the port of Athens?|piraeus
Who invented dynamite?|nobel
Which king built the palace of Versailles?|louis
What is the hardest mineral on the Mohs scale?|diamond
Which composer became deaf?|beethoven
What is the Spanish word for butterfly?|mariposa
In which year did the Titanic sink?|1912
Which country won the football World Cup in 1998?|france
What do bees collect from flowers?|nectar
Who wrote The Master and Margarita?|bulgakov
What is the name of a female fox?|vixen
Which gas do plants give off?|oxygen
How many strings has a viola?|four
What is the capital of Burkina Faso?|ouagadougou
Which organ makes insulin?|pancreas
Who discovered penicillin by chance?|fleming
What is the study of birds called?|ornithology
Which metal is liquid at room temperature?|mercury
What is the longest river of France?|loire
Who was the queen of Carthage in the Aeneid?|dido
Which acid is in vinegar?|acetic
What is a young swan called?|cygnet
Which city was formerly called Constantinople?|istanbul
What is the unit of magnetic flux density?|tesla
Who wrote the Brandenburg Concertos?|bach
Which desert lies in southern Mongolia?|gobi
What is the fruit of the oak?|acorn
Which bird lays the largest egg?|ostrich
What is the term for fear of spiders?|arachnophobia
Who sculpted The Thinker?|rodin
Which cheese is used in tiramisu?|mascarpone
What is the boiling point of ethanol in Celsius?|78
Which treaty ended the Thirty Years' War?|westphalia
What kind of animal is a pademelon?|marsupial
Which mathematician proved Fermat's last theorem?|wiles
How many players are on a water polo team?|seven
What is the national flower of Japan?|cherry
Which philosopher wrote Being and Time?|heidegger
What is the second largest lake of Africa?|tanganyika
Which blood cells carry oxygen?|red
What is the Italian name of Florence?|firenze
Who sang at Woodstock the national anthem on a guitar?|hendrix
Which wood are cricket bats made of?|willow
What is the sum of the first 50 natural numbers?|1275
Which island is Napoleon's birthplace?|corsica
What does the Latin word nox mean?|night
Which tree gives cork?|oak
Who founded the Bauhaus?|gropius
What is the chemical symbol of antimony?|sb
Which fish is smoked to make kippers?|herring
What is the name of the Greek letter after rho?|sigma
Which pass did Hannibal's elephants cross mountains by, and which mountains?|alps
What is the deepest lake of the world?|baikal
Which state of the USA is called the Last Frontier?|alaska
Who wrote the play An Enemy of the People?|ibsen
What is the process of making wine called?|vinification
Which muscle separates chest and belly?|diaphragm
What is 17 times 23?|391
Which painter cut off part of his ear?|gogh
What is the fastest land snake?|mamba
Which saint is said to have driven the snakes from Ireland?|patrick
What is the traditional dress of Scotland for men?|kilt
Which spice comes from crocus flowers?|saffron
What is the legislature of Iceland called?|althing
Who wrote about Don Quixote?|cervantes
Which knot joins two ropes of different thickness?|sheet
What is the largest planet made mostly of?|hydrogen
Which bridge links San Francisco with Marin County?|golden
What is the currency of Thailand?|baht
Which dance comes from Buenos Aires?|tango
How many chambers has a frog's heart?|three
What is the German word for squirrel?|eichhörnchen
Which Roman emperor made his horse a priest, they say?|caligula
What is the medical word for the kneecap?|patella
Which explorer first sailed round the Cape of Good Hope?|dias
What are the three primary colours of light?|blue
Which novel begins with "Call me Ishmael"?|moby
What is the freezing point of water in Kelvin?|273
Which country is the largest producer of coffee?|brazil
Who designed the Sagrada Família?|gaudí
What is a male duck called?|drake
Which layer of the atmosphere holds most ozone?|stratosphere
What is the highest waterfall of the world?|angel
Which game has rooks and bishops?|chess
What did Alessandro Volta invent?|battery
Which constellation holds the star Betelgeuse?|orion
What is sushi rice seasoned with?|vinegar
Which war ended with the battle of Appomattox?|civil
What is the plural of the word ox?|oxen
Who is the patron of the Trojan hero Aeneas's mother, by name?|venus
What is the derivative of x cubed?|3x
Which mammal lays eggs and has a bill?|platypus
What is the name of the strait between Spain and Morocco?|gibraltar
Which pigment makes leaves green?|chlorophyll
How many sides has a dodecagon?|twelve
`.trim().split('\n').map(line => line.split('|'));
