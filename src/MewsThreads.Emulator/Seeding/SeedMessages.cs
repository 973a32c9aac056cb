namespace MewsThreads.Emulator.Seeding;

/// <summary>
/// What guests and staff write to each other; <c>{0}</c> is a small number. As careful as <see cref="SeedTexts"/> to break what is
/// careless, and longer.
/// </summary>
internal static class SeedMessages
{
    /// <summary>A guest begins, through the integration.</summary>
    public static IReadOnlyList<string> Openings { get; } =
    [
        "Hello, we will arrive around {0} pm. Is someone at the desk then?",
        "Dear team,\r\n\r\ncould we have a cot and {0} extra towels, please?\r\n\r\nKind regards",
        "The confirmation says \"Deluxe\", the invoice says \"Standard\"; which is it?",
        "Is there parking, and how much is it per night?",
        "Hi! 👋 We'd love a late check-out, {0} pm if possible 🙏",
        "Guten Tag, wir reisen mit {0} Kindern an. Gibt es Frühstück auch für Allergiker?",
        "Dobrý den, přijedeme až po {0}. hodině. Můžeme se ubytovat?",
        "Bonjour, serait-il possible d'avoir une chambre côté cour ? Merci d'avance.",
        "¿Se puede pagar en efectivo? Somos {0} personas.",
        "Добрий день! Чи можна замовити трансфер на {0} осіб?",
        "שלום, האם יש חניה בחינם?",
        "مرحبا، هل الإفطار مشمول في السعر؟",
        "駐車場の予約をお願いします（{0}台）。",
        "房间有浴缸吗？谢谢！",
        "=2+3 was in the spreadsheet you sent; is that the number of nights?",
        "A first line\n- a list\n- of wishes\n\tand a tab",
    ];

    /// <summary>The enterprise answers.</summary>
    public static IReadOnlyList<string> Answers { get; } =
    [
        "Thank you for your message. We will look into it, and come back to you within {0} hours.",
        "Of course, we have noted it on your booking.",
        "Unfortunately not, but we can offer you room {0}0{0} instead.",
        "The desk is open day and night; just ring the bell, twice.",
        "It is €{0}.50 per night, payable on site.",
        "Sehr gerne, wir haben es für Sie vorgemerkt.",
        "Samozřejmě, počítáme s vámi.",
        "Avec plaisir ! À bientôt.",
        "Could you tell us your booking number, please? It begins with \"R-\".",
        "Done ✅",
    ];

    /// <summary>The guest writes again.</summary>
    public static IReadOnlyList<string> Replies { get; } =
    [
        "Thank you!",
        "Thanks; one more thing: can we leave {0} bags with you after check-out?",
        "Perfect 🎉",
        "Hm, that is not what your colleague told us on the phone…",
        "Vielen Dank für die schnelle Antwort!",
        "Merci beaucoup.",
        "Děkujeme, těšíme se 🙂",
        "It is R-{0}00{0}, under my wife's name.",
        "ok",
    ];
}
