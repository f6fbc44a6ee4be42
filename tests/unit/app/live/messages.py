"""Messages as Shopify and WooCommerce send them, cut down to what is read and some of what is not."""

# ruff: noqa: E501

PRODUCT = {
    "id": 42, "admin_graphql_api_id": "gid://shopify/Product/42", "handle": "canvas-bag", "title": "帆布包",
    "body_html": "<p>结实<b>耐用</b>。</p><script>alert(1)</script>", "vendor": "Muji", "product_type": "箱包", "tags": "bag, 旅行",
    "status": "active", "published_at": "2025-11-01T08:00:00+08:00", "created_at": "2025-11-01T08:00:00+08:00",
    "updated_at": "2025-11-26T08:00:00Z", "options": [{"name": "颜色", "position": 1, "values": ["红色", "蓝色"]}],
    "images": [{"id": 1, "src": "https://cdn.example/bag.jpg", "alt": None, "variant_ids": []}],
    "variants": [
        {"id": 421, "title": "红色", "option1": "红色", "option2": None, "option3": None, "price": "129.00", "compare_at_price": "159.00",
         "sku": "BAG-R", "barcode": "6901234567892", "grams": 300, "inventory_item_id": 900, "inventory_quantity": 4,
         "inventory_management": "shopify", "inventory_policy": "deny"},
        {"id": 422, "title": "蓝色", "option1": "蓝色", "price": "129.00", "compare_at_price": None, "sku": "BAG-B", "barcode": None,
         "grams": 0, "inventory_item_id": 901, "inventory_quantity": -2, "inventory_management": "shopify", "inventory_policy": "continue"},
    ],
}


def level(item, place, available, time):
    return {"inventory_item_id": item, "location_id": place, "available": available, "updated_at": f"2025-11-26T{time}:00Z"}


ORDER = {
    "id": 820, "name": "#1001", "order_number": 1001, "currency": "CNY", "financial_status": "paid", "fulfillment_status": None,
    "created_at": "2025-11-26T09:00:00Z", "updated_at": "2025-11-26T09:00:00Z", "processed_at": "2025-11-26T09:00:00Z", "cancelled_at": None,
    "total_discounts": "5.00", "total_tax": "0.00", "taxes_included": False, "total_price": "263.00", "note": "请送到门口",
    "shipping_lines": [{"title": "顺丰", "price": "10.00"}], "payment_gateway_names": ["alipay"],
    "customer": {"id": 7, "email": "li@example.com"}, "fulfillments": [], "refunds": [],
    "shipping_address": {"address1": "西湖路1号", "city": "杭州", "province": "浙江", "zip": "310000", "country_code": "CN"},
    "line_items": [{"id": 1, "product_id": 42, "variant_id": 421, "quantity": 2, "price": "129.00", "sku": "BAG-R", "title": "帆布包"}],
}
SENT = {
    "fulfillment_status": "fulfilled", "updated_at": "2025-11-26T10:00:00Z",
    "fulfillments": [{"id": 5, "tracking_company": "SF", "tracking_number": "SF123", "created_at": "2025-11-26T10:00:00Z",
                      "line_items": [{"variant_id": 421}]}],
}
REFUND = {
    "id": 61, "order_id": 820, "created_at": "2025-11-26T11:00:00Z",
    "transactions": [{"id": 611, "kind": "refund", "status": "success", "amount": "263.00", "currency": "CNY", "gateway": "alipay"},
                     {"id": 612, "kind": "refund", "status": "failure", "amount": "263.00", "currency": "CNY"}],
}
CUSTOMER = {
    "id": 7, "email": "li@example.com", "first_name": "雷", "last_name": "李", "phone": None, "tags": "vip",
    "created_at": "2025-11-01T00:00:00Z", "updated_at": "2025-11-01T00:00:00Z", "default_address": {"city": "杭州", "country_code": "CN"},
}
REDACT = {"shop_id": 1, "shop_domain": "x.myshopify.com", "customer": {"id": 7, "email": "li@example.com"}, "orders_to_redact": [820]}

WOO_PRODUCT = {
    "id": 12, "name": "龙井茶", "slug": "tea", "permalink": "https://shop.example/tea", "type": "simple", "status": "publish", "sku": "TEA-1",
    "price": "88.00", "regular_price": "99.00", "sale_price": "88.00", "manage_stock": True, "stock_quantity": 12, "stock_status": "instock",
    "description": "<p>明前</p>", "short_description": "", "date_created_gmt": "2025-11-01T00:00:00", "date_modified_gmt": "2025-11-26T10:00:00",
    "categories": [{"id": 1, "name": "茶", "slug": "tea"}], "tags": [{"name": "绿茶"}], "parent_id": 0, "variations": [],
    "images": [{"src": "https://shop.example/tea.jpg", "alt": ""}],
    "attributes": [{"id": 0, "name": "产地", "options": ["杭州"], "variation": False, "visible": True}],
}
WOO_VARIABLE = {
    "id": 20, "name": "Shirt", "type": "variable", "status": "publish", "sku": "SHIRT", "price": "50.00", "regular_price": "", "parent_id": 0,
    "manage_stock": False, "stock_quantity": None, "stock_status": "instock", "variations": [21, 22], "date_modified_gmt": "2025-11-26T10:00:00",
    "attributes": [{"name": "Color", "options": ["Red", "Blue"], "variation": True}],
}
WOO_VARIATION = {
    "id": 21, "name": "Shirt - Red", "type": "variation", "parent_id": 20, "status": "publish", "sku": "SHIRT-RED", "price": "50.00",
    "regular_price": "50.00", "manage_stock": "parent", "stock_quantity": None, "stock_status": "instock",
    "date_modified_gmt": "2025-11-26T10:00:00", "attributes": [{"name": "Color", "option": "Red"}],
}
WOO_ORDER = {
    "id": 501, "number": "5001", "status": "processing", "currency": "CNY", "date_created_gmt": "2025-11-26T09:00:00",
    "date_modified_gmt": "2025-11-26T09:00:00", "date_paid_gmt": "2025-11-26T09:01:00", "payment_method_title": "微信支付", "transaction_id": "wx1",
    "total": "186.00", "discount_total": "0.00", "shipping_total": "10.00", "total_tax": "0.00", "prices_include_tax": False, "customer_id": 0,
    "shipping": {"address_1": "人民路2号", "city": "上海", "country": "CN"}, "customer_note": "", "refunds": [],
    "line_items": [{"id": 1, "name": "龙井茶", "product_id": 12, "variation_id": 0, "quantity": 2, "subtotal": "176.00", "total": "176.00",
                    "sku": "TEA-1", "price": 88}],
}
WOO_CUSTOMER = {
    "id": 3, "email": "mei@example.com", "first_name": "Mei", "last_name": "Han", "username": "mei", "date_created_gmt": "2025-11-01T00:00:00",
    "date_modified_gmt": "2025-11-01T00:00:00", "billing": {"city": "杭州", "country": "CN", "phone": "1"},
}
