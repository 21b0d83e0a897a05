using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>import-people FILE</c>: what the page does with a pasted list, for a list in a file.</summary>
internal static class ImportPeopleCommand
{
    private const long MostBytes = 2 * 1024 * 1024;

    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, "import-people FILE [--dry-run]", flagNames: ["--dry-run"]);
        string text = await ReadAsync(arguments.One("The file"), ct);
        await using var owner = Owner.Open(settings);
        var keys = new KeyStore(settings.DataDirectory());
        await using var db = DataSetup.Open(owner, keys);
        var import = new PeopleImport(db, TimeProvider.System);
        if ((await import.PreviewAsync(text, mapping: null, ct)).Refused(out var refusal, out var preview)) throw new SettingException(ListSentences.Of(refusal));
        foreach (var row in preview.Rows.Where(r => r.State is ImportState.Error or ImportState.Duplicate)) Console.WriteLine(Line(row));
        if (arguments.Has("--dry-run"))
        {
            Console.WriteLine($"Nothing was written. {preview.Count(ImportState.New)} new, {preview.Count(ImportState.Update)} changed, {preview.Count(ImportState.Same)} the same, "
                + $"{preview.Count(ImportState.Error)} with an error, {preview.Count(ImportState.Duplicate)} twice.");
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if ((await import.ImportAsync(text, mapping: null, ct)).Refused(out refusal, out var outcome)) throw new SettingException(ListSentences.Of(refusal));
        string counts = $"{outcome.Added} added, {outcome.Updated} changed, {outcome.Unchanged} the same, {outcome.LeftOut} left out.";
        await db.EnterAsync(keys, OperatorActions.PeopleImported, "", counts, ct);
        await transaction.CommitAsync(ct);
        Console.WriteLine(counts);
        return 0;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken ct)
    {
        if (!File.Exists(file)) throw new SettingException($"There is no file {file}.");
        if (new FileInfo(file).Length > MostBytes) throw new SettingException($"{file} is larger than 2 MB: split it.");
        return PeopleFile.Decode(await File.ReadAllBytesAsync(file, ct)).Refused(out var refusal, out string? text) ? throw new SettingException(ListSentences.Of(refusal)) : text;
    }

    private static string Line(ImportRow row) => row.State == ImportState.Duplicate
        ? $"line {row.Line}: the same address as line {row.DuplicateOf!.Line}"
        : $"line {row.Line}: {string.Join(", ", row.Problems.Select(p => ListSentences.Of(p.Refusal)))}";
}
