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
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    public static Notice Notice(this T texts, ConsentPurpose purpose, Rule rule) =>
        new(texts.Language, $"{texts.Question(purpose)}\n{texts.Explanation(purpose, rule)}");

    public static string RuleName(this T texts, Rule rule) => texts.Of(rule);

    public static string RuleSentence(this T texts, Rule rule) => rule switch
    {
        Rule.ChathamHouse => texts["Participants are free to use the information received, but neither the identity nor the affiliation of the speakers, nor that of any other participant, may be revealed."],
        Rule.OffTheRecord => texts["What is said stays in the room: it is neither quoted nor used elsewhere."],
        Rule.OnTheRecord => texts["What is said may be quoted with the speaker’s name."],
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
