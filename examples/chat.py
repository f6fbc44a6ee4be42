"""A conversation: the assistant finds out who one is, tells where the order is, and helps to choose. No language model is needed."""

from shopkeeper import open_shop

shop = open_shop("teahouse")

chat = shop.chat()
print(chat.say("Where is my order?").text)
print(chat.say("xiaoming@example.com").text)  # → o-1

guide = shop.chat()
print(guide.say("想买个茶壶，200以内").text)  # → 玻璃茶壶
print(guide.session.memory["guide"]["brief"])  # → 200

shop.close()
