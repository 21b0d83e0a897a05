using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>
/// The letters before an organiser writes their own. They say what the day is, under which rule, how to answer or decline, and
/// whence the address comes (GDPR, article 14).
/// </summary>
public static class DefaultLetters
{
    public static LetterTemplate Of(Id<Dialogue> dialogue, LetterKind kind, Language language)
    {
        var (subject, body) = (kind, language) switch
        {
            (LetterKind.Invitation, Language.English) => (InvitationSubject, Invitation),
            (LetterKind.Invitation, Language.French) => (InvitationSubjectFr, InvitationFr),
            (LetterKind.News, Language.English) => (NewsSubject, News),
            (LetterKind.News, Language.French) => (NewsSubjectFr, NewsFr),
            (LetterKind.CalledOff, Language.English) => (CalledOffSubject, CalledOff),
            (LetterKind.CalledOff, Language.French) => (CalledOffSubjectFr, CalledOffFr),
            (_, Language.English) => (ReminderSubject, Reminder),
            _ => (ReminderSubjectFr, ReminderFr),
        };
        return LetterTemplate.New(dialogue, kind, language, subject, body).Refused(out var refusal, out var template)
            ? throw new InvalidOperationException($"The default letter is refused: {refusal.Code}.")
            : template;
    }

    private const string InvitationSubject = "{series}: an invitation for {day}";

    private const string Invitation = """
        Dear {given_name} {family_name},

        It would be a pleasure to have you with us at “{dialogue}”, a day of the series “{series}”, on {day}, {time}, at {venue}.

        We invite few people, so that everyone has time to speak and to listen. {rule}

        Your own page holds the programme. There you accept or decline with one tap, and choose what may be known about you. It needs no account and no password:

        {link}

        Please answer by {answer_by}. If you cannot come, a tap on that page is all we ask; you may change your mind there until the day.

        This link is yours alone; please do not pass it on. We have your name and address from our own contacts in your field and use them for this invitation only. On your page you can read how we treat them; if you decline, we will not write about this day again.

        With kind regards,
        {organisation}
        """;

    private const string InvitationSubjectFr = "{series} : une invitation pour le {day}";

    private const string InvitationFr = """
        Bonjour {given_name} {family_name},

        Nous serions très heureux de vous compter parmi nous lors de « {dialogue} », une journée de la série « {series} », le {day}, {time}, à l’adresse suivante : {venue}.

        Nous invitons peu de monde, pour que chacun ait le temps de parler et d’écouter. {rule}

        Votre page personnelle présente le programme. Vous y acceptez ou déclinez d’un seul geste et choisissez ce qui peut être su de vous, sans compte ni mot de passe :

        {link}

        Merci de répondre au plus tard le {answer_by}. Si vous ne pouvez pas venir, un geste sur cette page suffit ; vous pouvez y changer d’avis jusqu’au jour même.

        Ce lien vous est personnel ; merci de ne pas le transmettre. Votre nom et votre adresse proviennent de nos contacts dans votre domaine et ne servent qu’à cette invitation. Votre page explique comment nous les traitons ; si vous déclinez, nous ne vous écrirons plus au sujet de cette journée.

        Bien cordialement,
        {organisation}
        """;

    private const string ReminderSubject = "{series}: may we count on you on {day}?";

    private const string Reminder = """
        Dear {given_name} {family_name},

        Some time ago we invited you to “{dialogue}” on {day}, {time}, at {venue}. We have not heard from you yet, and would be glad to know by {answer_by} whether you can come.

        One tap on your own page is enough, whether it is a yes or a no:

        {link}

        {rule}

        This link is yours alone; please do not pass it on. If you decline there, we will not write about this day again.

        With kind regards,
        {organisation}
        """;

    private const string ReminderSubjectFr = "{series} : pouvons-nous compter sur vous le {day} ?";

    private const string ReminderFr = """
        Bonjour {given_name} {family_name},

        Nous vous avions adressé il y a quelque temps une invitation à « {dialogue} », le {day}, {time}, à l’adresse suivante : {venue}. Nous n’avons pas encore de vos nouvelles et serions heureux de savoir, avant la fin du {answer_by}, si vous pourrez venir.

        Un geste sur votre page personnelle suffit, que ce soit oui ou non :

        {link}

        {rule}

        Ce lien vous est personnel ; merci de ne pas le transmettre. Si vous y déclinez, nous ne vous écrirons plus au sujet de cette journée.

        Bien cordialement,
        {organisation}
        """;

    private const string NewsSubject = "{series}: a change to the day of {day}";

    private const string News = """
        Dear {given_name} {family_name},

        Something has changed about “{dialogue}”. This is what stands now: {day}, {time}, at {venue}.

        If you have answered, your answer still counts. If the change does not suit you, a tap on your own page is enough to say so:

        {link}

        This link is yours alone; please do not pass it on.

        With kind regards,
        {organisation}
        """;

    private const string NewsSubjectFr = "{series} : un changement pour la journée du {day}";

    private const string NewsFr = """
        Bonjour {given_name} {family_name},

        Un changement concerne « {dialogue} ». Voici ce qui vaut désormais : le {day}, {time}, à l’adresse suivante : {venue}.

        Si vous avez répondu, votre réponse reste valable. Si ce changement ne vous convient pas, un geste sur votre page personnelle suffit pour nous le dire :

        {link}

        Ce lien vous est personnel ; merci de ne pas le transmettre.

        Bien cordialement,
        {organisation}
        """;

    private const string CalledOffSubject = "{series}: the day of {day} does not take place";

    private const string CalledOff = """
        Dear {given_name} {family_name},

        We are sorry: “{dialogue}”, planned for {day} at {venue}, does not take place. You need not do anything.

        With our apologies and kind regards,
        {organisation}
        """;

    private const string CalledOffSubjectFr = "{series} : la journée du {day} n’aura pas lieu";

    private const string CalledOffFr = """
        Bonjour {given_name} {family_name},

        Nous sommes désolés : « {dialogue} », la journée du {day} à l’adresse suivante : {venue}, n’aura pas lieu. Vous n’avez rien à faire.

        Avec toutes nos excuses, bien cordialement,
        {organisation}
        """;
}
