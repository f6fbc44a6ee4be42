// Entry: enhances pages that work without it.
import { enhanceVisits } from "./visit.js";
import { reportBehaviour } from "./events.js";
import { replaceMissingPictures } from "./pictures.js";
import { askTheAssistant } from "./ask.js";
import { changeLook } from "./look.js";
import { suggestWhileTyping } from "./suggest.js";

enhanceVisits();
reportBehaviour();
replaceMissingPictures();
suggestWhileTyping();
askTheAssistant();
changeLook();
