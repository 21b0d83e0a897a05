using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>
/// The letters that follow from something and are not written by an organiser: short, and the same for everybody. They are filled in
/// one pass as templates are, so a name in them is as inert.
/// </summary>
public static class StandingLetters
{
    /// <param name="until">Until when an offered seat is kept, or a draft can be read.</param>
    /// <param name="draft">What the draft to read is about.</param>
    /// <param name="difference">What is another than the reader was told; null where that is not known.</param>
    /// <param name="neutral">Whether subject and first lines say nothing of the day.</param>
    /// <param name="invitation">Where it stands with the reader: why a day leaves their calendar.</param>
    public static RenderedLetter Of(LetterKind kind, Person person, Dialogue dialogue, Series series, DateTimeOffset? until = null, BilingualText? draft = null, InvitationState? invitation = null, bool neutral = false, DayDifference? difference = null)
    {
        var language = person.Language;
        var (subject, body) = kind switch
        {
            LetterKind.Cancellation => Leaving(invitation, dialogue, language),
            LetterKind.Change => Changed(difference, dialogue, language),
            _ => Words(kind, language),
        };
        var values = new Dictionary<string, string>(LetterValues.For(person, dialogue, series, language), StringComparer.Ordinal) { ["until"] = until is { } end ? Moment(end, dialogue, language) : "", ["draft"] = draft?.In(language) ?? "" };
        if (difference is { Told: var told })
        {
            (values["was_title"], values["is_title"], values["was_venue"]) = (told.Title, CalendarDay.TitleOf(dialogue, series, language), told.Place);
            (values["was_day"], values["was_time"]) = (LetterValues.Day(told.Day, language), LetterValues.Hours(told.Zone, told.Day, told.Begins, told.Ends, language));
        }

        var letter = new RenderedLetter(language, Fill(subject, values), Fill(body, values));
        return neutral ? letter.WithNeutralBeginning(series.Organisation) : letter;
    }

    private static (string Subject, string Body) Words(LetterKind kind, Language language) => (kind, language) switch
    {
        (LetterKind.Confirmation, Language.English) => ("{series}: {day}, for your calendar", Greeting + "Thank you for accepting. “{dialogue}” is on {day}, {time}. The attached entry puts the day into your calendar.\n\n" + Own + Tokens + Regards),
        (LetterKind.Confirmation, _) => ("{series} : le {day}, pour votre agenda", GreetingFr + "Merci d’avoir accepté. « {dialogue} » a lieu le {day}, {time}. L’entrée jointe inscrit la journée dans votre agenda.\n\n" + OwnFr + TokensFr + RegardsFr),
        (LetterKind.DraftToRead, Language.English) => ("{series}: a draft to read before it is published", Greeting + "You were at “{dialogue}” on {day}. There is now a draft of the summary of “{draft}”. Before it is published, everybody who was there can read it, until {until}, on their own page:\n\n{link}\n\nShould a sentence point at you, or not say what was said, you can object to it there. You do so on another site, which knows neither your name nor this link, with a token that your device keeps since you got yours before the day ended. Nobody learns who objected, or whether you did; objections are read only once the time is over, and all are decided together. If you have no token, or the form takes none because too few people have some, write to us instead: we then know that it is you.\n\nIf the draft is right, you need do nothing. Everybody who was there gets this letter.\n\n" + Regards),
        (LetterKind.DraftToRead, _) => ("{series} : un projet à lire avant sa publication", GreetingFr + "Vous étiez à « {dialogue} » le {day}. Il existe maintenant un projet de synthèse de « {draft} ». Avant sa publication, toutes les personnes présentes peuvent le lire, jusqu’au {until}, sur leur page personnelle :\n\n{link}\n\nSi une phrase vous désigne, ou ne dit pas ce qui a été dit, vous pouvez vous y opposer. Cela se fait sur un autre site, qui ne connaît ni votre nom ni ce lien, avec un jeton que votre appareil garde depuis que vous avez reçu les vôtres, avant la fin de la journée. Personne n’apprend qui s’est opposé, ni si vous l’avez fait ; les objections ne sont lues qu’une fois le délai passé, et toutes sont tranchées ensemble. Si vous n’avez pas de jeton, ou si le formulaire n’en prend pas parce que trop peu de personnes en ont, écrivez-nous : nous saurons alors que c’est vous.\n\nSi le projet est juste, vous n’avez rien à faire. Toutes les personnes présentes reçoivent cette lettre.\n\n" + RegardsFr),
        (LetterKind.OwnPage, Language.English) => ("{series}: your own page", Greeting + "Here is a new link to your own page about “{dialogue}” on {day}. There you see what you allowed and what is held of you, and can change it or take it back:\n\n{link}\n\nThe links in earlier letters no longer work.\n\n" + Regards),
        (LetterKind.OwnPage, _) => ("{series} : votre page personnelle", GreetingFr + "Voici un nouveau lien vers votre page personnelle au sujet de « {dialogue} », le {day}. Vous y voyez ce que vous avez permis et ce qui est conservé à votre sujet, et vous pouvez le modifier ou le retirer :\n\n{link}\n\nLes liens des lettres précédentes ne fonctionnent plus.\n\n" + RegardsFr),
        (_, Language.English) => ("{series}: a seat for you on {day}", Greeting + "You were waiting for a seat at “{dialogue}” on {day}, {time}. One has become free, and we keep it for you until {until}. Please take or leave it on your own page:\n\n{link}\n\nAfter that it goes to the next person who waits.\n\n" + Regards),
        _ => ("{series} : une place pour vous le {day}", GreetingFr + "Vous attendiez une place pour « {dialogue} » le {day}, {time}. L’une d’elles s’est libérée, et nous la gardons pour vous jusqu’au {until}. Merci de la prendre ou de la laisser sur votre page personnelle :\n\n{link}\n\nEnsuite, elle revient à la personne suivante.\n\n" + RegardsFr),
    };

    /// <summary>What was and what is, line by line; where nothing about the day is another, the letter says that instead.</summary>
    private static (string Subject, string Body) Changed(DayDifference? difference, Dialogue dialogue, Language language)
    {
        if (difference is { IsNone: true }) return language == Language.English
            ? ("{series}: {day}, for your calendar", Greeting + "Nothing about “{dialogue}” has changed: it is on {day}, {time}, as we told you. Only your calendar’s entry is another, because your address was corrected, because our organisation’s name has changed, or because the entry shows more or less of the day than before. The attached one replaces it; you need not do anything else.\n\n" + Own + Regards)
            : ("{series} : le {day}, pour votre agenda", GreetingFr + "Rien n’a changé pour « {dialogue} » : la journée a lieu le {day}, {time}, comme annoncé. Seule l’entrée de votre agenda est différente, parce que votre adresse a été corrigée, que le nom de notre organisation a changé ou que l’entrée montre plus ou moins de la journée qu’avant. L’entrée jointe la remplace ; vous n’avez rien d’autre à faire.\n\n" + OwnFr + RegardsFr);
        string lines = difference is null ? "" : string.Concat(Lines(difference, dialogue, language)) + "\n";
        string at = dialogue.Venue.Length == 0 ? "" : language == Language.English ? ", at {venue}" : ", à l’adresse suivante : {venue}";
        return language == Language.English
            ? ("{series}: the day has changed", Greeting + "Something about “{dialogue}” has changed.\n\n" + lines + "It is now on {day}, {time}" + at + ". The attached entry corrects your calendar; if the day no longer suits you, one tap on your own page tells us.\n\n" + Own + Regards)
            : ("{series} : la journée a changé", GreetingFr + "Quelque chose a changé pour « {dialogue} ».\n\n" + lines + "La journée a maintenant lieu le {day}, {time}" + at + ". L’entrée jointe corrige votre agenda ; si la date ne vous convient plus, un geste sur votre page suffit pour nous le dire.\n\n" + OwnFr + RegardsFr);
    }

    private static IEnumerable<string> Lines(DayDifference difference, Dialogue dialogue, Language language)
    {
        bool english = language == Language.English;
        if (difference.Title) yield return english ? "– Title: {was_title} → {is_title}\n" : "– Titre : {was_title} → {is_title}\n";
        if (difference.Day) yield return english ? "– Date: {was_day} → {day}\n" : "– Date : {was_day} → {day}\n";
        if (difference.Hours) yield return english ? "– Hours: {was_time} → {time}\n" : "– Horaires : {was_time} → {time}\n";
        if (!difference.Place) yield break;
        string was = difference.Told.Place.Length == 0 ? "" : "{was_venue} → ";
        string now = dialogue.Venue.Length > 0 ? "{venue}" : english ? "not settled yet" : "pas encore fixé";
        yield return english ? $"– Place: {was}{now}\n" : $"– Lieu : {was}{now}\n";
    }

    /// <summary>A day leaves a calendar for reasons that are as different to its reader as can be: each is said as what it is.</summary>
    private static (string Subject, string Body) Leaving(InvitationState? invitation, Dialogue dialogue, Language language) => (invitation, language) switch
    {
        (InvitationState.Accepted, Language.English) when dialogue.CancelledAt is not null => ("{series}: the day of {day} does not take place", Greeting + "We are sorry: “{dialogue}”, planned for {day}, does not take place. This is so for everybody. The attached entry takes the day out of your calendar." + Nothing + Regards),
        (InvitationState.Accepted, _) when dialogue.CancelledAt is not null => ("{series} : la journée du {day} n’aura pas lieu", GreetingFr + "Nous sommes désolés : « {dialogue} », la journée du {day}, n’aura pas lieu. Cela vaut pour tout le monde. L’entrée jointe retire la journée de votre agenda." + NothingFr + RegardsFr),
        (InvitationState.Declined, Language.English) => ("{series}: {day} leaves your calendar", Greeting + "Thank you for letting us know that you do not come to “{dialogue}” on {day}. The attached entry takes the day out of your calendar." + Nothing + Regards),
        (InvitationState.Declined, _) => ("{series} : le {day} quitte votre agenda", GreetingFr + "Merci de nous avoir fait savoir que vous ne viendrez pas à « {dialogue} » le {day}. L’entrée jointe retire la journée de votre agenda." + NothingFr + RegardsFr),
        (InvitationState.Withdrawn, Language.English) => ("{series}: your invitation for {day} was withdrawn", Greeting + "We have withdrawn your invitation to “{dialogue}” on {day}, so you are not expected there. The attached entry takes the day out of your calendar.\n\nIf you think that this is a mistake, please tell us.\n\n" + Regards),
        (InvitationState.Withdrawn, _) => ("{series} : votre invitation pour le {day} a été retirée", GreetingFr + "Nous avons retiré votre invitation à « {dialogue} » le {day} : votre présence n’y est plus prévue. L’entrée jointe retire la journée de votre agenda.\n\nS’il s’agit d’une erreur, merci de nous le dire.\n\n" + RegardsFr),
        (_, Language.English) => ("{series}: {day} leaves your calendar", Greeting + "As things stand, you do not have a seat at “{dialogue}” on {day}. The attached entry takes the day out of your calendar." + Nothing + Regards),
        _ => ("{series} : le {day} quitte votre agenda", GreetingFr + "En l’état, vous n’avez pas de place à « {dialogue} » le {day}. L’entrée jointe retire la journée de votre agenda." + NothingFr + RegardsFr),
    };

    private const string Nothing = " You need not do anything.\n\n";
    private const string NothingFr = " Vous n’avez rien à faire.\n\n";
    private const string Greeting = "Dear {given_name} {family_name},\n\n";
    private const string GreetingFr = "Bonjour {given_name} {family_name},\n\n";
    private const string Own = "Your own page:\n\n{link}\n\n";
    private const string OwnFr = "Votre page personnelle :\n\n{link}\n\n";
    private const string Tokens = "There you can also agree to the rule, and your device gets tokens. Please do so before the day ends: later none are made, and with them you can say without your name what you would not say aloud, and object to a draft of the summary.\n\n";
    private const string TokensFr = "Vous pouvez aussi y accepter la règle, et votre appareil reçoit des jetons. Faites-le avant la fin de la journée : ensuite il n’y en a plus, et ils vous permettent de dire sans votre nom ce que vous ne diriez pas à voix haute, et de vous opposer à un projet de synthèse.\n\n";
    private const string Regards = "With kind regards,\n{organisation}";
    private const string RegardsFr = "Bien cordialement,\n{organisation}";

    // A field without a value leaves nothing behind: these letters must go out.
    private static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        string.Concat(LetterTemplate.Parts(text, values).Select(p => p.Kind == LetterPartKind.Empty ? "" : p.Text)).Trim();

    private static string Moment(DateTimeOffset instant, Dialogue dialogue, Language language)
    {
        var local = dialogue.Zone.Local(instant);
        return $"{LetterValues.Day(DateOnly.FromDateTime(local.DateTime), language)}, {LetterValues.Time(TimeOnly.FromDateTime(local.DateTime), language)} ({dialogue.Zone})";
    }
}
