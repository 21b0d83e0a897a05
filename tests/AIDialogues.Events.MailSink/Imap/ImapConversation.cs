using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AIDialogues.Events.MailSink.Imap;

/// <summary>One connection: greeting, sign-in, then the commands of a reader who searches, fetches, marks and expunges.</summary>
internal sealed partial class ImapConversation(Stream stream, ImapFolder folder, string user, string password)
{
    private readonly StreamReader lines = new(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, bufferSize: 1024, leaveOpen: true);
    private bool signedIn;
    private bool selected;
    private bool over;

    public async Task RunAsync(CancellationToken ct)
    {
        await SayAsync("* OK AIDialogues mail sink speaks IMAP4rev1", ct);
        while (!over && await lines.ReadLineAsync(ct) is { } line)
        {
            if (Command().Match(line) is not { Success: true } command) await SayAsync("* BAD Not a command", ct);
            else await ObeyAsync(command.Groups["tag"].Value, command.Groups["verb"].Value.ToUpperInvariant(), command.Groups["rest"].Value, ct);
        }
    }

    private async Task ObeyAsync(string tag, string verb, string rest, CancellationToken ct)
    {
        string answer = verb switch
        {
            "CAPABILITY" => await CapabilityAsync(ct),
            "LOGIN" => SignIn(rest),
            "LOGOUT" => await LogoutAsync(ct),
            "NOOP" => "OK Done",
            _ when !signedIn => "NO Sign in first",
            "LIST" => await ListAsync(rest, ct),
            "SELECT" or "EXAMINE" => await SelectAsync(rest, ct),
            _ when !selected => "NO Select a folder first",
            "UID SEARCH" => await SearchAsync(ct),
            "UID FETCH" => await FetchAsync(rest, ct),
            "UID STORE" => Store(rest),
            "CLOSE" => Close(),
            "EXPUNGE" => await ExpungeAsync(ct),
            _ => "BAD Not known here",
        };
        await SayAsync($"{tag} {answer}", ct);
    }

    private async Task<string> CapabilityAsync(CancellationToken ct)
    {
        await SayAsync("* CAPABILITY IMAP4rev1", ct);
        return "OK Done";
    }

    private string SignIn(string rest)
    {
        signedIn = Quoted().Matches(rest).Select(m => m.Groups["word"].Value).SequenceEqual([user, password]);
        return signedIn ? "OK Signed in" : "NO [AUTHENTICATIONFAILED] Wrong user or password";
    }

    private async Task<string> LogoutAsync(CancellationToken ct)
    {
        over = true;
        await SayAsync("* BYE", ct);
        return "OK Bye";
    }

    private async Task<string> ListAsync(string rest, CancellationToken ct)
    {
        if (rest.EndsWith("\"\" \"\"", StringComparison.Ordinal)) await SayAsync("* LIST (\\Noselect) \"/\" \"\"", ct);
        else await SayAsync("* LIST () \"/\" INBOX", ct);
        return "OK Done";
    }

    private async Task<string> SelectAsync(string rest, CancellationToken ct)
    {
        if (!rest.Trim('"').StartsWith("INBOX", StringComparison.OrdinalIgnoreCase)) return "NO No such folder";
        selected = true;
        await SayAsync($"* {folder.All.Count} EXISTS", ct);
        await SayAsync("* 0 RECENT", ct);
        await SayAsync("* FLAGS (\\Seen \\Deleted)", ct);
        await SayAsync("* OK [PERMANENTFLAGS (\\Seen \\Deleted)] Kept", ct);
        await SayAsync("* OK [UIDVALIDITY 1] Valid", ct);
        await SayAsync($"* OK [UIDNEXT {folder.Next}] Next", ct);
        return "OK [READ-WRITE] Selected";
    }

    // The one search that is asked: what has not been seen.
    private async Task<string> SearchAsync(CancellationToken ct)
    {
        string found = string.Concat(folder.All.Where(m => !m.Flags.Contains("\\Seen")).Select(m => string.Create(CultureInfo.InvariantCulture, $" {m.Uid}")));
        await SayAsync("* SEARCH" + found, ct);
        return "OK Done";
    }

    private async Task<string> FetchAsync(string rest, CancellationToken ct)
    {
        if (Of(rest) is not { } message) return "OK Nothing there";
        string head = $"* {folder.Place(message)} FETCH (UID {message.Uid}";
        if (!rest.Contains("BODY", StringComparison.OrdinalIgnoreCase))
        {
            await SayAsync($"{head} RFC822.SIZE {message.Raw.Length})", ct);
            return "OK Done";
        }

        await SayAsync($"{head} BODY[] {{{message.Raw.Length}}}", ct);
        await stream.WriteAsync(message.Raw, ct);
        await SayAsync(")", ct);
        return "OK Done";
    }

    private string Store(string rest)
    {
        if (Of(rest) is not { } message) return "OK Nothing there";
        foreach (Match flag in Flag().Matches(rest)) _ = message.Set.Add(flag.Value);
        return "OK Done";
    }

    private string Close()
    {
        selected = false;
        _ = folder.Expunge();
        return "OK Closed";
    }

    private async Task<string> ExpungeAsync(CancellationToken ct)
    {
        foreach (int place in folder.Expunge()) await SayAsync($"* {place} EXPUNGE", ct);
        return "OK Done";
    }

    private ImapMessage? Of(string rest) => uint.TryParse(rest.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint uid) ? folder.Find(uid) : null;

    private async Task SayAsync(string line, CancellationToken ct) => await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), ct);

    [GeneratedRegex(@"^(?<tag>\S+) (?<verb>UID \w+|\w+) ?(?<rest>.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"""(?<word>[^""]*)""|(?<word>[^\s""]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Flag();
}
