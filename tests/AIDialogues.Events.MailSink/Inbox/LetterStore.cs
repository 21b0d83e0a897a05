using System.Globalization;
using System.Text;
using AIDialogues.Events.MailSink.Smtp;
using MimeKit;

namespace AIDialogues.Events.MailSink.Inbox;

/// <summary>Letters as .eml files, so that a restart keeps them; the envelope stands above the letter's own headers.</summary>
internal sealed class LetterStore
{
    private const string Stamp = "yyyyMMdd'T'HHmmssfffffff";
    private const string EnvelopeFrom = "X-Envelope-From";
    private const string EnvelopeTo = "X-Envelope-To";

    private readonly string directory;
    private readonly int kept;
    private int written;

    public LetterStore(string directory, int kept)
    {
        (this.directory, this.kept) = (directory, kept);
        Directory.CreateDirectory(directory);
    }

    public List<ReceivedMail> Load() => [.. Trim().Select(Read).OfType<ReceivedMail>()];

    public async Task SaveAsync(ReceivedMail mail)
    {
        var envelope = $"{EnvelopeFrom}: <{mail.From}>\r\n{EnvelopeTo}: {string.Join(",\r\n ", mail.Recipients.Select(to => $"<{to}>"))}\r\n";
        var name = $"{mail.ReceivedAt.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture)}-{mail.Id}.eml";
        var unfinished = Path.Combine(directory, name + ".part");
        await File.WriteAllBytesAsync(unfinished, [.. Encoding.UTF8.GetBytes(envelope), .. mail.Raw]);
        File.Move(unfinished, Path.Combine(directory, name));
        if (Interlocked.Increment(ref written) % 100 == 0) Trim();
    }

    public void Clear()
    {
        foreach (var file in Files()) File.Delete(file);
    }

    private string[] Files() => [.. Directory.EnumerateFiles(directory, "*.eml").Order(StringComparer.Ordinal)];

    private string[] Trim()
    {
        var files = Files();
        foreach (var old in files.SkipLast(kept)) File.Delete(old);
        return [.. files.TakeLast(kept)];
    }

    private static ReceivedMail? Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file).Split('-', 2);
        if (name.Length != 2 || !DateTimeOffset.TryParseExact(name[0], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var receivedAt)) return null;
        try
        {
            var bytes = File.ReadAllBytes(file);
            var headers = HeaderList.Load(new MemoryStream(bytes, writable: false));
            var recipients = (headers[EnvelopeTo] ?? "").Split(',').Select(Bare).Where(to => to.Length > 0);
            return new ReceivedMail(name[1], Bare(headers[EnvelopeFrom] ?? ""), [.. recipients], bytes, receivedAt);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Bare(string path) => path.Trim().Trim('<', '>');
}
