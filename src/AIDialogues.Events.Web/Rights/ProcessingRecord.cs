using System.Text;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Rights;

/// <summary>One line of the record: what personal data serve one purpose, where they lie and how long.</summary>
public sealed record ProcessingActivity(ProcessingPurpose Purpose, IReadOnlyList<DataClass> Classes, IReadOnlyList<RetentionRule> Kept, IReadOnlyList<string> Tables);

/// <summary>Gathers the registry by purpose.</summary>
internal static class ProcessingRecord
{
    public static IReadOnlyList<ProcessingActivity> Activities { get; } =
    [
        .. Registry.Tables.Where(t => t.Personal.Count > 0).GroupBy(t => t.Purpose).OrderBy(g => g.Key).Select(g => new ProcessingActivity(
            g.Key, [.. g.SelectMany(t => t.Personal.Select(c => c.Class)).Distinct().Order()], [.. g.Select(t => t.Retention).Distinct().Order()], [.. g.Select(t => t.Name)])),
    ];

    public static string Basis(this T texts, ProcessingPurpose purpose) => purpose switch
    {
        ProcessingPurpose.Inviting or ProcessingPurpose.Corresponding => texts["Legitimate interest (article 6(1)(f)): to invite experts to a dialogue in their field"],
        ProcessingPurpose.Hosting => texts["Legitimate interest, and explicit consent for needs and for being shown (articles 6(1)(f), 6(1)(a) and 9(2)(a))"],
        ProcessingPurpose.ProvingConsent or ProcessingPurpose.Answering => texts["Legal obligation (article 6(1)(c)): to prove consent and to answer requests"],
        _ => texts["Legitimate interest (article 6(1)(f)): to run the application safely and to account for what staff do"],
    };

    public static string Recipients(this T texts, ProcessingPurpose purpose) => purpose switch
    {
        ProcessingPurpose.Corresponding => texts["Organisers; the mail provider that carries the letters"],
        ProcessingPurpose.Hosting => texts["Organisers and door staff; participants and the public only what was consented to"],
        ProcessingPurpose.Accounting => texts["Organisers; two people outside who receive signed checkpoints without names"],
        _ => texts["Organisers"],
    };

    /// <param name="controller">Who decides, and how they are reached.</param>
    public static string Csv(T texts, string controller)
    {
        var csv = new StringBuilder();
        Row(csv, texts["Controller"], texts["Purpose"], texts["Legal basis"], texts["Categories of data"], texts["Categories of people"], texts["Recipients"], texts["Kept for"], texts["Protection"], texts["Tables"]);
        foreach (var activity in Activities)
        {
            Row(csv, controller, texts.Of(activity.Purpose), texts.Basis(activity.Purpose), Join(texts, activity.Classes), texts.People(activity.Purpose), texts.Recipients(activity.Purpose),
                Join(texts, activity.Kept), texts["Sealed with a key per person outside the database where it is free text; roles, encrypted connections, audit"], string.Join(", ", activity.Tables));
        }

        return csv.ToString();
    }

    public static string People(this T texts, ProcessingPurpose purpose) =>
        purpose is ProcessingPurpose.Administering or ProcessingPurpose.Accounting ? texts["Staff"] : texts["Invited experts"];

    public static string Join<TValue>(T texts, IEnumerable<TValue> values) where TValue : struct, Enum => string.Join("; ", values.Select(v => texts.Of(v)));

    // No value here comes from a user but from the operator's settings, so none begins a formula; quoted all the same.
    private static void Row(StringBuilder csv, params string[] cells) =>
        csv.Append(string.Join(',', cells.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))).Append("\r\n");
}
