using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Texts;

/// <summary>The words of a receipt: what a record covers, and one line of it.</summary>
internal static class ReceiptTexts
{
    public static string LineOf(this T texts, ConsentEvent line, string zone)
    {
        string said = $"{texts.MomentIn(line.At, zone)} – {texts.Of(line.State)}, {texts.Of(line.Source)}, {texts.Of(line.Method)}";
        return line.ValidUntil is { } until ? $"{said} – {texts["Valid until {0}", texts.MomentIn(until, zone)]}" : said;
    }

    public static string TermsOf(this T texts, ConsentEvent line) => line.Data.Count == 0 ? texts["not recorded"] : string.Join(" – ",
    [
        texts["Data: {0}", string.Join(", ", line.Data.Select(d => texts.Code(d)))],
        texts["For: {0}", string.Join(", ", line.Recipients.Select(r => texts.Code(r)))],
        texts.Code(line.LawfulBasis), texts.Code(line.Retention), .. line.StorageLocation.Length > 0 ? (string[])[texts["Kept: {0}", texts.Code(line.StorageLocation)]] : [],
    ]);

    /// <summary>The word for a code of the ledger; a code from another time stands as it is.</summary>
    public static string Code(this T texts, string code) => code switch
    {
        "name" => texts["your name"],
        "attendance" => texts["that you take part"],
        "affiliation" => texts["institution"],
        "picture" => texts["your picture"],
        "words" => texts["your words"],
        "email" => texts["e-mail address"],
        "diet" => texts["what you eat"],
        "access" => texts["access needs"],
        "everybody" => texts["everybody"],
        "participants" => texts["those who take part"],
        "organiser" => texts["the organiser"],
        "caterer" => texts["who cooks and who runs the house"],
        "gdpr-6.1.a" => texts["consent (GDPR art. 6(1)(a))"],
        "gdpr-6.1.b" => texts["agreement (GDPR art. 6(1)(b))"],
        "gdpr-9.2.a" => texts["explicit consent (GDPR art. 9(2)(a))"],
        "consent-proof-5y" => texts["the proof is kept for 5 years after the end"],
        "needs-7d" => texts["the details are erased when you say no, and by the organiser within 7 days of the event"],
        "The organiser’s own server" => texts["The organiser’s own server"],
        _ => code,
    };
}
