using System.Text.RegularExpressions;

namespace AIDialogues.Events.Unattributed.Leaks;

/// <summary>A server setting that leaks at any value but one.</summary>
internal sealed record WantedSetting(string Name, string Wanted, string Otherwise)
{
    public static readonly WantedSetting[] All =
    [
        new("track_commit_timestamp", "off", "every row gets the microsecond in which it was written"),
        new("log_statement", "none", "the server log gets each statement with its time"),
        new("log_min_duration_statement", "-1", "the server log gets statements with their time"),
        new("log_min_duration_sample", "-1", "the server log gets a sample of statements with their time"),
        new("log_transaction_sample_rate", "0", "the server log gets a sample of transactions with their time"),
        new("log_parameter_max_length", "0", "any statement that is logged takes the words with it"),
        new("log_parameter_max_length_on_error", "0", "a failing statement takes the words into the server log"),
        new("log_error_verbosity", "terse", "a row that is refused is quoted in the server log"),
        new("log_duration", "off", "the server log gets the time of each statement"),
        // A list since version 18, and empty as the server comes.
        new("log_connections", "off", "the server log gets the time of each connection") { AsGood = "" },
        new("log_disconnections", "off", "the server log gets the time of each connection"),
        new("log_statement_stats", "off", "the server log gets each statement"),
        new("log_parser_stats", "off", "the server log gets each statement"),
        new("log_planner_stats", "off", "the server log gets each statement"),
        new("log_executor_stats", "off", "the server log gets each statement"),
        new("debug_print_parse", "off", "the server log gets each statement"),
        new("debug_print_rewritten", "off", "the server log gets each statement"),
        new("debug_print_plan", "off", "the server log gets each statement"),
    ];

    /// <summary>Another value that keeps as little.</summary>
    public string? AsGood { get; private init; }

    /// <summary>Null when the setting is as wanted; an unknown setting (an older server) cannot leak.</summary>
    public string? Complaint(List<KeyValuePair<string, string>> settings)
    {
        foreach (var (name, value) in settings)
        {
            if (name == Name && value != Wanted && value != AsGood)
                return $"PostgreSQL has {Name} = {value}: {Otherwise}. Set {Name} = {Wanted}.";
        }
        return null;
    }
}

/// <summary>What stands before every line of the server's log: an address there tells who connected, line by line.</summary>
internal static partial class LinePrefix
{
    // An escape may be padded ("%-10h"), and "%%" is a percent sign.
    [GeneratedRegex(@"(?<!%)(?:%%)*%-?\d*[hr]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhereFrom { get; }

    public static string? Complaint(List<KeyValuePair<string, string>> settings)
    {
        var prefix = settings.Find(s => s.Key == "log_line_prefix").Value ?? "";
        return WhereFrom.IsMatch(prefix)
            ? $"PostgreSQL has log_line_prefix = {prefix}: the server log gets the address of whoever is connected. Remove %r and %h from log_line_prefix."
            : null;
    }
}

/// <summary>A library that keeps texts of statements. Its own settings betray it, even where the list of libraries may not be read.</summary>
internal sealed record ForbiddenLibrary(string Name)
{
    public static readonly ForbiddenLibrary[] All = [new("auto_explain"), new("pg_stat_statements"), new("pg_stat_monitor"), new("pgaudit")];

    private static readonly string[] Lists = ["shared_preload_libraries", "session_preload_libraries", "local_preload_libraries"];

    public string? Complaint(List<KeyValuePair<string, string>> settings)
    {
        foreach (var (name, value) in settings)
        {
            if (Lists.Contains(name) && value.Contains(Name, StringComparison.Ordinal))
                return $"PostgreSQL has {Name} in {name}: it keeps statements. Remove {Name} from {name}.";
        }
        return settings.Exists(s => s.Key.StartsWith(Name + ".", StringComparison.Ordinal))
            ? $"PostgreSQL has loaded {Name}: it keeps statements. Remove {Name} from shared_preload_libraries and session_preload_libraries."
            : null;
    }
}
