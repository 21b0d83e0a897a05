using System.Globalization;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Texts;

/// <summary>The words in which each consent is asked. Their hash stands in the ledger, so it can be proven what somebody agreed to.</summary>
internal static class ConsentTexts
{
    public static string Question(this T texts, ConsentPurpose purpose) => purpose switch
    {
        ConsentPurpose.AttendUnderRule => texts["I take part under the rule of this dialogue"],
        ConsentPurpose.NamedPublicly => texts["My name on the public page"],
        ConsentPurpose.AffiliationShown => texts["My institution beside my name"],
        ConsentPurpose.ParticipantsList => texts["My name on the list of participants"],
        ConsentPurpose.ContactAfter => texts["Letters after the event"],
        ConsentPurpose.Photographed => texts["Photographs with me in them"],
        ConsentPurpose.Quoted => texts["My words with my name"],
        ConsentPurpose.ShareContact => texts["My e-mail address for the other participants"],
        ConsentPurpose.DietAndAccess => texts["What I need to eat and to get about"],
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    public static string Explanation(this T texts, ConsentPurpose purpose, Rule rule) => purpose switch
    {
        ConsentPurpose.AttendUnderRule => rule switch
        {
            Rule.OffTheRecord => texts["I leave what I hear in the room: I neither quote it nor use it elsewhere."],
            Rule.OnTheRecord => texts["What I say may be quoted with my name."],
            _ => texts["I use what I hear, and I reveal neither who said it nor who else was there."],
        },
        ConsentPurpose.NamedPublicly => texts["Everybody can see that you take part; nothing shows what you said."],
        ConsentPurpose.AffiliationShown => texts["On the public page and on the list, only where your name stands too."],
        ConsentPurpose.ParticipantsList => texts["Given on the day to those who take part, to nobody else."],
        ConsentPurpose.ContactAfter => texts["The organiser may write to you about the report and the next dialogues."],
        ConsentPurpose.Photographed => texts["The organiser may take and show photographs in which you can be recognised."],
        ConsentPurpose.Quoted => texts["Only sentences that you approve one by one on this page; without that, nothing is quoted with your name."],
        ConsentPurpose.ShareContact => texts["Beside your name on the list of participants, so that others can write to you."],
        ConsentPurpose.DietAndAccess => texts["Only so that the organiser can provide for it. It may say something about health or belief, so it is kept only while you say yes."],
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    /// <summary>Raised when the words of a question change: who answered an older version is asked again. A test holds each version to its words.</summary>
    public static int VersionOf(ConsentPurpose purpose) => purpose switch
    {
        _ => 1,
    };

    public static Notice Notice(this T texts, ConsentPurpose purpose, Rule rule) =>
        new(texts.Language, $"{texts.Question(purpose)}\n{texts.Explanation(purpose, rule)}", VersionOf(purpose));

    /// <summary>The question about the exact words of one quotation.</summary>
    public static Notice Notice(this T texts, Quotation quotation) =>
        new(texts.Language, $"{texts["These exact words may be quoted with my name."]}\n{quotation.Words}", VersionOf(ConsentPurpose.Quoted));

    /// <summary>Says something in another language than the page's: a person is asked in their own.</summary>
    public static TSaid Saying<TSaid>(this Language language, Func<TSaid> say)
    {
        var before = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
        // Both: dates and numbers are words too.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language == Language.French ? "fr-FR" : "en-GB");
        try
        {
            return say();
        }
        finally
        {
            (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = before;
        }
    }

    public static string RuleName(this T texts, Rule rule) => texts.Of(rule);

    public static string RuleSentence(this T texts, Rule rule) => rule switch
    {
        Rule.ChathamHouse => texts["Participants are free to use the information received, but neither the identity nor the affiliation of the speakers, nor that of any other participant, may be revealed."],
        Rule.OffTheRecord => texts["What is said stays in the room: it is neither quoted nor used elsewhere."],
        Rule.OnTheRecord => texts["What is said may be quoted with the speaker’s name."],
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
