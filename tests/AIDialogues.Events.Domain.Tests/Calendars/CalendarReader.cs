using System.Text;

namespace AIDialogues.Events.Domain.Tests.Calendars;

/// <summary>One property of a calendar file as another program reads it.</summary>
internal sealed record CalendarProperty(string Component, string Name, IReadOnlyDictionary<string, string> Parameters, string Value);

/// <summary>
/// A strict reader of RFC 5545 that shares no code with the writer: CRLF only, lines of at most 75 octets, valid UTF-8, names and
/// parameters by the grammar. What the grammar does not allow is an error.
/// </summary>
internal static class CalendarReader
{
    public static IReadOnlyList<CalendarProperty> Read(string file)
    {
        byte[] octets = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(file);
        var physical = new List<byte[]>();
        int start = 0;
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets[i] == '\n') throw new FormatException("LF without CR");
            if (octets[i] != '\r') continue;
            if (i + 1 >= octets.Length || octets[i + 1] != '\n') throw new FormatException("CR without LF");
            physical.Add(octets[start..i]);
            start = ++i + 1;
        }

        if (start != octets.Length) throw new FormatException("The last line has no end.");
        var lines = new List<List<byte>>();
        foreach (byte[] line in physical)
        {
            if (line.Length is 0 or > 75) throw new FormatException($"A line of {line.Length} octets");
            // A fold inside a character would make this throw.
            _ = new UTF8Encoding(false, true).GetString(line);
            if (line[0] is (byte)' ' or (byte)'\t') lines[^1].AddRange(line[1..]);
            else lines.Add([.. line]);
        }

        return Properties([.. lines.Select(l => Encoding.UTF8.GetString([.. l]))]);
    }

    public static string Text(string value)
    {
        var text = new StringBuilder();
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] is ',' or ';') throw new FormatException("Not escaped: " + value);
            if (value[i] != '\\') { _ = text.Append(value[i]); continue; }
            _ = text.Append(value[++i] switch { 'n' or 'N' => '\n', '\\' => '\\', ',' => ',', ';' => ';', _ => throw new FormatException("An escape that does not exist: " + value) });
        }

        return text.ToString();
    }

    private static List<CalendarProperty> Properties(IReadOnlyList<string> lines)
    {
        var open = new Stack<string>();
        var found = new List<CalendarProperty>();
        foreach (string line in lines)
        {
            var property = One(line, string.Join('/', open.Reverse()));
            if (property.Name == "BEGIN") open.Push(property.Value);
            else if (property.Name == "END") { if (open.Pop() != property.Value) throw new FormatException("END of another component"); }
            else if (open.Count == 0) throw new FormatException("Outside a component: " + line);
            else found.Add(property);
        }

        return open.Count == 0 ? found : throw new FormatException("A component without END");
    }

    private static CalendarProperty One(string line, string component)
    {
        int at = 0;
        string Name()
        {
            int from = at;
            while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '-')) at++;
            return at > from ? line[from..at] : throw new FormatException("No name: " + line);
        }

        string name = Name();
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        while (line[at] == ';')
        {
            at++;
            string parameter = Name();
            if (line[at++] != '=') throw new FormatException("No value: " + line);
            int end = line[at] == '"' ? line.IndexOf('"', at + 1) : line.IndexOfAny([';', ':', ','], at);
            string value = line[at] == '"' ? line[(at + 1)..end] : line[at..end];
            if (value.Any(char.IsControl) || (line[at] != '"' && value.Contains('"', StringComparison.Ordinal))) throw new FormatException("A parameter that no grammar allows: " + line);
            at = line[at] == '"' ? end + 1 : end;
            if (!parameters.TryAdd(parameter, value)) throw new FormatException("Twice: " + parameter);
        }

        if (line[at] != ':') throw new FormatException("No colon: " + line);
        string rest = line[(at + 1)..];
        return rest.Any(c => char.IsControl(c)) ? throw new FormatException("A control character: " + line) : new(component, name, parameters, rest);
    }
}
