using System.Globalization;
using System.Text;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>Which column holds what: by its heading in English or French, else by what stands in it.</summary>
internal static class PeopleColumns
{
    private static readonly Dictionary<string, PersonField> Headings = Collect();

    /// <summary>A first line that names columns: at least one known heading, and no address in it.</summary>
    public static bool IsHeader(IReadOnlyList<string> cells) =>
        !cells.Any(c => c.Contains('@', StringComparison.Ordinal)) && cells.Any(c => Heading(c) is not null)
        && cells.Count(c => c.Length > 0 && Heading(c) is null) <= cells.Count(c => Heading(c) is not null);

    public static PersonField[] Recognise(PeopleListRow? header, IReadOnlyList<PeopleListRow> rows, int width)
    {
        var columns = new PersonField[width];
        var sample = rows.Take(300).ToList();
        if (header is not null) ByHeading(columns, header.Cells);
        ByContent(columns, sample, onlyMissing: header is not null);
        return columns;
    }

    private static void ByHeading(PersonField[] columns, IReadOnlyList<string> cells)
    {
        for (int i = 0; i < columns.Length && i < cells.Count; i++)
            if (Heading(cells[i]) is { } field && !columns.Contains(field)) columns[i] = field;
        // "Nom" beside "Prénom" is the family name; alone it is all of it.
        int name = Array.IndexOf(columns, PersonField.FullName);
        if (name >= 0 && columns.Contains(PersonField.GivenName) && !columns.Contains(PersonField.FamilyName)) columns[name] = PersonField.FamilyName;
    }

    private static void ByContent(PersonField[] columns, List<PeopleListRow> rows, bool onlyMissing)
    {
        Take(columns, rows, PersonField.Email, cell => cell.Contains('@', StringComparison.Ordinal), least: 0.3);
        if (!onlyMissing)
        {
            // A column of "FR" alone reads as a country and as a language: the language is the one that also says "EN".
            Take(columns, rows, PersonField.Language, cell => Languages.Read(cell) is not null, least: 0.6, tie: cell => Countries.Read(cell) is null);
            Take(columns, rows, PersonField.Country, cell => Countries.Read(cell) is not null, least: 0.6);
            Take(columns, rows, PersonField.Region, cell => Regions.Read(cell) is not null, least: 0.6);
            Take(columns, rows, PersonField.Gender, cell => Genders.Read(cell) is not null, least: 0.6);
            Take(columns, rows, PersonField.Group, cell => StakeholderGroups.Read(cell) is not null, least: 0.6);
        }

        bool named = columns.Any(c => c is PersonField.FullName or PersonField.FamilyName);
        if (!named || !onlyMissing) NameColumns.Recognise(columns, rows, affiliation: !onlyMissing);
    }

    private static void Take(PersonField[] columns, List<PeopleListRow> rows, PersonField field, Func<string, bool> reads, double least, Func<string, bool>? tie = null)
    {
        if (columns.Contains(field)) return;
        var best = Enumerable.Range(0, columns.Length).Where(i => columns[i] == PersonField.Skip)
            .Select(i => (Column: i, Share: Share(rows, i, reads), Tie: tie is null ? 0 : Share(rows, i, tie)))
            .Where(c => c.Share >= least).OrderByDescending(c => c.Share).ThenByDescending(c => c.Tie).Cast<(int Column, double, double)?>().FirstOrDefault();
        if (best is { } found) columns[found.Column] = field;
    }

    internal static double Share(List<PeopleListRow> rows, int column, Func<string, bool> holds)
    {
        var filled = rows.Where(r => column < r.Cells.Count && r.Cells[column].Length > 0).Select(r => r.Cells[column]).ToList();
        return filled.Count == 0 ? 0 : (double)filled.Count(holds) / filled.Count;
    }

    private static PersonField? Heading(string cell) =>
        Headings.TryGetValue(Plain(cell), out var field) ? field : null;

    /// <summary>Lower case without accents and marks.</summary>
    internal static string Plain(string text) => new([.. PlainText.Fold(text.ToLowerInvariant().Replace('-', ' ').Replace('_', ' ').Replace('’', '\''))
        .Normalize(NormalizationForm.FormD).Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && c is not (':' or '*' or '.'))]);

    private static Dictionary<string, PersonField> Collect()
    {
        var words = new Dictionary<string, PersonField>(StringComparer.Ordinal);
        Add(PersonField.Email, "email", "e mail", "mail", "email address", "e mail address", "mail address", "address", "courriel", "adresse", "adresse email",
            "adresse e mail", "adresse mail", "adresse electronique", "adresse courriel", "mel", "contact email");
        Add(PersonField.FullName, "name", "full name", "nom", "nom complet", "nom et prenom", "prenom et nom", "nom prenom", "prenom nom", "participant", "participante", "expert", "experte", "person", "personne", "invite", "invitee");
        Add(PersonField.GivenName, "given name", "given names", "first name", "firstname", "forename", "prenom", "prenoms");
        Add(PersonField.FamilyName, "family name", "last name", "lastname", "surname", "nom de famille", "nom d'usage");
        Add(PersonField.Affiliation, "affiliation", "organisation", "organization", "organisme", "institution", "institute", "institut", "company", "employer",
            "employeur", "structure", "etablissement", "entreprise", "universite", "university", "org");
        Add(PersonField.Group, "group", "groupe", "stakeholder", "stakeholder group", "stakeholders", "partie", "partie prenante", "parties prenantes", "sector", "secteur", "category", "categorie", "college");
        Add(PersonField.Country, "country", "pays", "country code", "code pays");
        Add(PersonField.Gender, "gender", "genre");
        Add(PersonField.Region, "region", "world region", "region du monde", "continent");
        Add(PersonField.Language, "language", "langue", "lang", "letter language", "langue de la lettre");
        return words;

        void Add(PersonField field, params string[] names)
        {
            foreach (string name in names) words.Add(name, field);
        }
    }
}
