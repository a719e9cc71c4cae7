//! The web shop, payments, orders and prices.

use domain::ticket::ResolutionCode::{Declined, Duplicate, Workaround};

use super::{RELEASE, Story, TROUBLE, WISH};

pub const STORIES: &[Story] = &[
    Story {
        service: "shop",
        title: "Search finds no {product}",
        text: "We have it in stock, I see it in the ERP. In the shop: nothing.",
        answers: &[("where", "search"), ("screenshot", "@file")],
        asks: &[("Do you find it by its article number?", "Yes, by the number it is there.")],
        notes: &["Index lags behind: queue of 40,000. Reindex runs."],
        fix: "The search had not taken in last night's articles. It has caught up: {product} is found by its name again.",
        ..TROUBLE
    },
    Story {
        service: "shop",
        title: "Customer {customer} sees somebody else's prices",
        text: "They called, a bit upset. They see the prices of a canteen.",
        answers: &[("where", "account"), ("customer", "{customer}"), ("screenshot", "@file")],
        asks: &[("Since when, do they say?", "Since Monday, after they changed their address.")],
        notes: &["Price group was overwritten by the address form. Only this one customer, checked all of this week."],
        fix: "Changing the address had put the customer into another price group. It is corrected, and the form does not touch the group any more.",
        ..TROUBLE
    },
    Story {
        service: "shop",
        title: "Picture of {product} is upside down",
        text: "Funny, but no.",
        answers: &[("where", "product")],
        fix: "The picture is turned. Thank you for the laugh.",
        ..TROUBLE
    },
    Story {
        service: "shop",
        title: "Basket is empty after signing in",
        text: "{n} customers told us today. They fill it first and sign in at the end.",
        answers: &[("where", "basket"), ("customer", "{customer}")],
        asks: &[("Is it on phones only?", "Two on phones, the others we did not ask.")],
        notes: &["Cookie of the guest basket is lost when the sign-in goes over the other domain."],
        fix: "The basket of guests was lost on the way through sign-in. Mended today; baskets are merged now, as they should have been.",
        ..TROUBLE
    },
    Story {
        service: "shop",
        title: "Shop shows the old delivery days for {site}",
        text: "We deliver on Saturdays again, the shop says no.",
        answers: &[("where", "basket")],
        fix: "The calendar of {site} was changed in the ERP only. The shop reads it from there now, so this cannot differ again.",
        ..TROUBLE
    },
    Story {
        service: "shop",
        title: "Product page of {product} is broken since the new release",
        text: "The whole lower half is missing, allergens too. That is dangerous!",
        answers: &[("where", "product"), ("screenshot", "@file")],
        asks: &[("Which browser do your customers use?", "All sorts. On my phone it is the same.")],
        notes: &["Release 8: the allergen block fails when an article has no picture. Hotfix is in review."],
        fix: "The new release hid everything below a missing picture. The correction went out today; allergens are there for every article.",
        ..RELEASE
    },
    Story {
        service: "shop",
        title: "After the update the basket counts everything twice",
        text: "One {product} becomes two when I go back.",
        answers: &[("where", "basket"), ("customer", "{customer}")],
        notes: &["Release 8, same cause as the other basket tickets."],
        fix: "It is the same fault as in the other tickets about the basket since the release. The correction went out at 14:00.",
        code: Duplicate,
        ..RELEASE
    },
    Story {
        service: "shop",
        title: "Shop is very slow since Thursday",
        text: "Pages take ten seconds. Customers give up and phone us instead.",
        answers: &[("where", "search")],
        asks: &[("Is it slow for you as well, or do customers say so?", "Both. Mornings are worst.")],
        notes: &["Release 8 asks for stock once for each article on the page. Cache in front as a first help."],
        fix: "The new release asked the ERP for the stock of every single article. It asks once for a page now; pages come in under a second again.",
        ..RELEASE
    },
    Story {
        service: "payments",
        title: "Customer cannot pay by card in the web shop",
        text: "“Payment refused”, with two different cards. Order {order}.",
        answers: &[("ways", "card"), ("customers", "{n}"), ("order", "{order}")],
        asks: &[("Do the cards come from one bank?", "One from abroad, one from here.")],
        notes: &[
            "The provider refuses cards without the second step. Their status page says all is well.",
            "Called the provider, they see it too.",
        ],
        fix: "The payment provider had refused cards that need a second step. They corrected it; order {order} has been paid since.",
        ..TROUBLE
    },
    Story {
        service: "payments",
        title: "Customer {customer} was charged twice",
        text: "Order {order}, {amount} € each time. They want it back today.",
        answers: &[("ways", "card"), ("order", "{order}")],
        notes: &["Double click on a slow line, our key against it was missing on this path."],
        fix: "The second charge is returned; it takes the bank two days. Clicking twice cannot charge twice any more.",
        ..TROUBLE
    },
    Story {
        service: "payments",
        title: "Direct debit fails for customers in {country}",
        text: "All of them, since the first of the month.",
        answers: &[("ways", "debit"), ("customers", "{n}")],
        asks: &[("Could you name one order for us to trace?", "{order}, from this morning.")],
        fix: "The mandate for {country} had run out at the provider. It is renewed; failed debits are tried again tonight by themselves.",
        ..TROUBLE
    },
    Story {
        service: "payments",
        title: "Wallet button missing since the release",
        text: "On phones it is the way that most people pay!",
        answers: &[("ways", "wallet"), ("customers", "{n}")],
        notes: &["Release 8: our security header forbids the wallet's frame."],
        fix: "The new release forbade the wallet's window. It is allowed again since 11:20; the button is there on all phones that we have.",
        ..RELEASE
    },
    Story {
        service: "payments",
        title: "Payment page turns in circles after the update",
        text: "Customers land on the basket again and again. {n} calls in an hour.",
        answers: &[("ways", "card"), ("ways", "debit"), ("customers", "{n}"), ("order", "{order}")],
        asks: &[("Do they use the shop's app or a browser?", "The app, all of them.")],
        notes: &["Old apps send the old address. Redirect is in place."],
        fix: "Apps that were not updated asked for the old payment page. Both pages work now; nobody needs to update.",
        ..RELEASE
    },
    Story {
        service: "orders",
        title: "Order {order} does not reach the warehouse",
        text: "Paid yesterday, the warehouse sees nothing. The customer expects it tomorrow.",
        answers: &[("order", "{order}"), ("what", "stuck")],
        notes: &["Message stuck: article {product} has no weight."],
        fix: "An article of the order had no weight in the ERP, so the warehouse refused it. With the weight it went through at once and leaves today.",
        ..TROUBLE
    },
    Story {
        service: "orders",
        title: "Order {order} is there twice",
        text: "Same goods, same minute. We stopped the second one at dock {dock}.",
        answers: &[("order", "{order}"), ("what", "double")],
        asks: &[("Which of the two did you pack?", "The first one. The second is on hold.")],
        fix: "The second one is cancelled and its stock is back. The hand-over sent it again after a time-out; it checks first from now on.",
        ..TROUBLE
    },
    Story {
        service: "orders",
        title: "{n} orders without a shipping label",
        text: "The carrier comes at four.",
        answers: &[("order", "{order}"), ("what", "label"), ("orders", "{n}")],
        asks: &[("Are they all for one carrier?", "Yes, the green one.")],
        notes: &["Carrier's interface answers 503. Labels can be made by hand in their portal."],
        fix: "The carrier's system was down. You made the labels in their portal as a way round; it answers again since three.",
        code: Workaround,
        ..TROUBLE
    },
    Story {
        service: "orders",
        title: "Order {order} goes to the old address",
        text: "Customer {customer} moved in spring. The ERP knows, the label does not.",
        answers: &[("order", "{order}"), ("what", "address")],
        fix: "The label took the address from the order template. It is corrected for this order and for the customer's templates.",
        ..TROUBLE
    },
    Story {
        service: "orders",
        title: "No orders from the shop since the release",
        text: "The screen in the warehouse is empty since six. That cannot be.",
        answers: &[("order", "{order}"), ("what", "stuck"), ("orders", "{n}")],
        notes: &["Release 8: queue name changed on one side only."],
        fix: "After the release the orders waited in a queue that nobody emptied. All of them have arrived, none is lost, the oldest first.",
        ..RELEASE
    },
    Story {
        service: "prices",
        title: "New price list from next month",
        text: "Attached. Only the chilled articles change.",
        answers: &[("what", "price"), ("valid_from", "@+12"), ("discount", "2.5"), ("list", "@file")],
        asks: &[(
            "Two articles in the list do not exist: {invoice} and the one below it. Shall we leave them out?",
            "Leave them out, they come in spring.",
        )],
        notes: &["Loaded as a draft, {colleague} checks ten samples."],
        fix: "The prices are loaded and hold from the day that you named. {colleague} checked ten of them at random.",
        ..WISH
    },
    Story {
        service: "prices",
        title: "Text of {product}: “may contain nuts”",
        text: "The recipe changed.",
        answers: &[("what", "text")],
        fix: "The text says so on the product page, in the app and on the next printed catalogue.",
        ..WISH
    },
    Story {
        service: "prices",
        title: "Better picture for {product}",
        text: "The present one looks like last year's.",
        answers: &[("what", "picture"), ("list", "@file")],
        asks: &[("The picture has 400 pixels only. Do you have a larger one?", "I asked the photographer, it came just now.")],
        fix: "The new picture is in the shop and in the app.",
        ..WISH
    },
    Story {
        service: "prices",
        title: "Half price on everything for one day",
        text: "For the anniversary.",
        answers: &[("what", "price"), ("valid_from", "@+4"), ("discount", "50")],
        fix: "Discounts above 30 % need the board's word, and we have not got it. With a line from them we do it within the hour.",
        code: Declined,
        ..WISH
    },
    Story {
        service: "prices",
        chinese: true,
        title: "更新{product_zh}的采购价格",
        text: "供应商从下月起调价，清单见附件。",
        answers: &[("what", "price"), ("valid_from", "@+10"), ("list", "@file")],
        asks: &[("清单里有两行没有商品编号，请补一下。", "已补好，重新上传了。")],
        fix: "价格已录入，从指定日期起生效，抽查十条均正确。",
        ..WISH
    },
];
