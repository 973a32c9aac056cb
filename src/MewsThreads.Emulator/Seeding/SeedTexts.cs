namespace MewsThreads.Emulator.Seeding;

/// <summary>
/// What guests are called and write about. Chosen to break what is carelessly quoted, cut or decoded on the way to a CSV file:
/// quotes, commas, semicolons, a leading "=", line breaks, accents, right-to-left and CJK text, emoji, a very long subject.
/// </summary>
internal static class SeedTexts
{
    /// <summary>Given and family names of one language, which belong together; those in Latin letters.</summary>
    public static IReadOnlyList<(string[] Given, string[] Family)> EverydayNames { get; } =
    [
        (["Oliver", "Amelia", "Harry", "Isla", "George", "Ava"], ["Smith", "O'Brien", "Taylor-Jones", "Ng, Jr.", "MacDonald"]),
        (["Jürgen", "Zoë", "Lukas", "Käthe", "Matthias"], ["Müller", "Weiß", "von der Heide", "Schröder", "Jäger"]),
        (["Tomáš", "Žaneta", "Jiří", "Kateřina", "Ondřej"], ["Novák", "Dvořáková", "Šťastný", "Příhodová", "Černý"]),
        (["François", "Chloé", "Benoît", "Hélène"], ["Lefèvre", "d'Aubigné", "Saint-Exupéry", "Noël"]),
        (["José", "María José", "Íñigo", "Begoña"], ["García Núñez", "Peña", "de la Cruz", "Ibáñez"]),
        (["Łukasz", "Małgorzata", "Grzegorz"], ["Wiśniewski", "Żółkiewska", "Brzęczyszczykiewicz"]),
        (["Søren", "Åse", "Bjørn"], ["Ørsted", "Ågård", "Sjöström"]),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<(string[] Given, string[] Family)> Names { get; } =
    [
        .. EverydayNames,
        (["Олена", "Дмитро", "Анна"], ["Шевченко", "Ковальчук", "Мельник"]),
        (["Ελένη", "Γιώργος"], ["Παπαδόπουλος", "Νικολάου"]),
        (["יעל", "אורי"], ["כהן", "לוי"]),
        (["محمد", "ليلى"], ["الحسن", "منصور"]),
        (["美咲", "健太"], ["佐藤", "田中"]),
        (["伟", "芳"], ["王", "李"]),
        (["민준", "서연"], ["김", "이"]),
    ];

    /// <summary>Subjects that any terminal shows in one line; <c>{0}</c> is a small number.</summary>
    public static IReadOnlyList<string> EverydaySubjects { get; } =
    [
        "Late check-in, arriving around {0} pm",
        "Booking {0}00{0}: can we have a cot?",
        "Question about \"early check-in\"",
        "Parking for {0} cars; is there a charger?",
        "Invoice no. {0}/2024 — wrong VAT number",
        "Towels",
        "Re: Re: Fwd: Your stay with us",
        "Room {0}0{0}: the air conditioning, again",
        "Lost property: blue scarf, size \"M\"",
        "Frage zur Kurtaxe für {0} Nächte",
        "Frühstück auch für Gäste mit Nussallergie?",
        "Pozdní příjezd – můžeme se ubytovat po {0}. hodině?",
        "Žádost o tichý pokoj, prosím",
        "Demande de chambre côté cour, s'il vous plaît",
        "Réservation n° {0} : annulation partielle",
        "¿Puedo cambiar la habitación a las {0}:00?",
        "Prośba o fakturę na firmę „Żaba” sp. z o.o.",
    ];

    /// <summary>All subjects but the long one.</summary>
    public static IReadOnlyList<string> Subjects { get; } =
    [
        .. EverydaySubjects,
        "=SUM of my bill looks wrong",
        "Airport transfer for {0} people ✈️",
        "Thank you! 🎉 Best stay in {0} years",
        "Anniversary surprise 🥂💐 (please don't tell my wife)",
        "Запізнілий заїзд о {0}:30",
        "Ερώτηση για το πρωινό",
        "שאלה לגבי חניה",
        "استفسار عن الحجز رقم {0}",
        "チェックインの時間について（{0}名）",
        "关于{0}号房间的问题",
        "조식 시간이 어떻게 되나요?",
        "Two lines\nand a\ttab",
        " leading and trailing spaces ",
        @"C:\Users\guest\passport {0}.pdf",
        "<b>Not</b> HTML & not an entity: &amp;",
        "Family room 👨‍👩‍👧‍👦, {0} nights",
    ];

    /// <summary>A subject as long as a whole message, as comes of guests who write everything there.</summary>
    public static string LongSubject { get; } = string.Concat(
        Enumerable.Repeat("Dear team, we would like to change our dates, add a night, move to a quieter room, and keep the rate; ", 20));
}

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
