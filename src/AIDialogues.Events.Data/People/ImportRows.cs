using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>Judges each line of a list against the list itself and against who is already known. Pure: the same list, the same answer.</summary>
internal static class ImportRows
{
    public static IReadOnlyList<ImportRow> Judge(PeopleList list, ColumnMapping mapping, IReadOnlyDictionary<string, Person> known)
    {
        var corrections = (mapping.Corrections ?? []).Where(c => c.Field != PersonField.Skip).ToLookup(c => c.Line);
        var skipped = (mapping.Corrections ?? []).Where(c => c.Field == PersonField.Skip && c.Text.Length > 0).Select(c => c.Line).ToHashSet();
        var first = new Dictionary<string, ImportRow>(StringComparer.Ordinal);
        var rows = new List<ImportRow>(list.Rows.Count);
        foreach (var line in list.Rows)
        {
            var row = Judge(line.Line, Written(line, list.Columns, corrections[line.Line]), mapping, known);
            if (skipped.Contains(line.Line)) row = row with { State = ImportState.Skipped, Problems = [], Changes = [] };
            else if (row.State != ImportState.Error)
            {
                if (first.TryGetValue(row.Details.Email, out var earlier)) row = row with { State = ImportState.Duplicate, DuplicateOf = earlier, Changes = [] };
                else first.Add(row.Details.Email, row);
            }

            rows.Add(row);
        }

        return rows;
    }

    internal static Dictionary<PersonField, string> Written(PeopleListRow row, IReadOnlyList<PersonField> columns, IEnumerable<ImportCorrection> corrections)
    {
        var written = new Dictionary<PersonField, string>();
        for (int i = 0; i < columns.Count && i < row.Cells.Count; i++)
            if (columns[i] != PersonField.Skip && row.Cells[i].Length > 0) _ = written.TryAdd(columns[i], row.Cells[i]);
        foreach (var correction in corrections) written[correction.Field] = correction.Text.Trim();
        return written;
    }

    private static ImportRow Judge(int line, Dictionary<PersonField, string> written, ColumnMapping mapping, IReadOnlyDictionary<string, Person> known)
    {
        string Text(PersonField field) => written.GetValueOrDefault(field, "");
        var name = PersonName.Read(Text(PersonField.FullName));
        var person = known.GetValueOrDefault(Text(PersonField.Email).Trim().ToLowerInvariant());
        var problems = new List<ImportProblem>();
        // An empty cell says nothing: what is known stays.
        var group = Read(PersonField.Group, StakeholderGroups.Read, PersonRefusals.GroupUnknown) ?? person?.Group ?? mapping.Group;
        var language = Read(PersonField.Language, Languages.Read, PersonRefusals.LanguageUnknown) ?? person?.Language ?? mapping.Language;
        string country = Text(PersonField.Country).Length == 0 ? person?.Country ?? "" : Countries.Read(Text(PersonField.Country)) ?? "";
        if (Text(PersonField.Country).Length > 0 && country.Length == 0) problems.Add(new(PersonField.Country, PersonRefusals.CountryUnknown(Text(PersonField.Country))));
        var gender = Read(PersonField.Gender, Genders.Read, PersonRefusals.GenderUnknown) ?? person?.Gender ?? Gender.NotSaid;
        var region = Read(PersonField.Region, Regions.Read, PersonRefusals.RegionUnknown) ?? person?.OwnRegion;
        // What the country says already need not be said for the person.
        if (region is not null && region == Regions.Of(country)) region = null;
        string family = Or(Text(PersonField.FamilyName), name.Family);
        string given = Or(Text(PersonField.GivenName), name.Given);
        if (given.Length == 0 && person?.FamilyName == family) given = person.GivenName;
        var written1 = new PersonDetails(given, family, person?.Email ?? Text(PersonField.Email), Or(Text(PersonField.Affiliation), person?.Affiliation ?? ""), group, country, language, gender, region);
        // The whole name before it was taken apart: a line break in it must not get lost on the way.
        var whole = PlainText.IsOneLine(Text(PersonField.FullName)) ? written1 : written1 with { FamilyName = Text(PersonField.FullName) };
        problems.AddRange(whole.Problems().Select(refusal => new ImportProblem(FieldOf(refusal), refusal)));
        var details = written1.Clean();
        if (problems.Count > 0) return new(line, ImportState.Error, details, written, problems, [], null, person);
        ImportChange[] changes = person is null ? [] : [.. Changes(person, details)];
        var state = person is null ? ImportState.New : changes.Length > 0 ? ImportState.Update : ImportState.Same;
        return new(line, state, details, written, [], changes, null, person);

        T? Read<T>(PersonField field, Func<string, T?> read, Func<string, Refusal> unknown) where T : struct
        {
            string text = Text(field);
            var value = read(text);
            if (value is null && text.Length > 0) problems.Add(new(field, unknown(text)));
            return value;
        }
    }

    private static string Or(string text, string otherwise) => string.IsNullOrWhiteSpace(text) ? otherwise : text;

    private static PersonField FieldOf(Refusal refusal) =>
        refusal.Code.StartsWith("person-email", StringComparison.Ordinal) ? PersonField.Email
        : refusal.Code.StartsWith("person-country", StringComparison.Ordinal) ? PersonField.Country
        : refusal.About switch
        {
            nameof(PersonDetails.Affiliation) => PersonField.Affiliation,
            nameof(PersonDetails.Email) => PersonField.Email,
            // A name is put right as a whole.
            _ => PersonField.FamilyName,
        };

    private static IEnumerable<ImportChange> Changes(Person person, PersonDetails to)
    {
        if (person.GivenName != to.GivenName) yield return new(PersonField.GivenName, person.GivenName, to.GivenName);
        if (person.FamilyName != to.FamilyName) yield return new(PersonField.FamilyName, person.FamilyName, to.FamilyName);
        if (person.Affiliation != to.Affiliation) yield return new(PersonField.Affiliation, person.Affiliation, to.Affiliation);
        if (person.Group != to.Group) yield return new(PersonField.Group, person.Group, to.Group);
        if (person.Country != to.Country) yield return new(PersonField.Country, person.Country, to.Country);
        if (person.Language != to.Language) yield return new(PersonField.Language, person.Language, to.Language);
        if (person.Gender != to.Gender) yield return new(PersonField.Gender, person.Gender, to.Gender);
        if (person.OwnRegion != to.OwnRegion) yield return new(PersonField.Region, (object?)person.OwnRegion ?? "", (object?)to.OwnRegion ?? "");
    }
}
