using System.Globalization;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The directory as a spreadsheet: the columns of the import, so that a list that went out comes back in.</summary>
internal static class PeopleSheet
{
    public const string CsvType = "text/csv; charset=utf-8";

    public static IReadOnlyList<string> Headings(T texts) =>
        [texts["Given name"], texts["Family name"], texts["E-mail"], texts["Affiliation"], texts["Group"], texts["Country"], texts["Language"], texts["Region"], texts["Gender"], texts["Added"]];

    public static IReadOnlyList<string> Row(Person p, T texts) =>
    [
        p.GivenName, p.FamilyName, p.Email, p.Affiliation, texts.Of(p.Group), p.Country, p.Language.Tag(), p.Region is { } region ? texts.Of(region) : "",
        p.Gender == Gender.NotSaid ? "" : texts.Of(p.Gender), p.CreatedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    ];

    /// <param name="mark">Who took it, when, and as which export: in the last column of every row, so that a part of the list tells it too.</param>
    public static byte[] Of(IReadOnlyList<Person> people, string mark, T texts) =>
        Sheet.Csv([.. Headings(texts), texts["Taken out by"]], people.Select(p => (IReadOnlyList<string>)[.. Row(p, texts), mark]));
}
