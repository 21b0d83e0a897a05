namespace AIDialogues.Events.MailSink.Imap;

/// <summary>A message in the folder.</summary>
public sealed class ImapMessage(uint uid, byte[] raw)
{
    public uint Uid { get; } = uid;

    public byte[] Raw { get; } = raw;

    /// <summary>Such as \Seen.</summary>
    public IReadOnlySet<string> Flags => Set;

    internal HashSet<string> Set { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>The one folder, INBOX: messages in the order of their arrival, each with a number that never comes again.</summary>
internal sealed class ImapFolder
{
    private readonly Lock gate = new();
    private readonly List<ImapMessage> messages = [];
    private uint next = 1;

    public uint Next => next;

    public IReadOnlyList<ImapMessage> All
    {
        get
        {
            lock (gate) return [.. messages];
        }
    }

    public void Put(byte[] raw)
    {
        lock (gate) messages.Add(new ImapMessage(next++, raw));
    }

    public ImapMessage? Find(uint uid) => All.FirstOrDefault(m => m.Uid == uid);

    /// <summary>The place of a message in the folder, from 1.</summary>
    public int Place(ImapMessage message)
    {
        lock (gate) return messages.IndexOf(message) + 1;
    }

    /// <summary>Removes what is marked as deleted; the places they had, each as it was when it was removed.</summary>
    public IReadOnlyList<int> Expunge()
    {
        var places = new List<int>();
        lock (gate)
        {
            for (int at = 0; at < messages.Count;)
            {
                if (!messages[at].Flags.Contains("\\Deleted")) at++;
                else
                {
                    messages.RemoveAt(at);
                    places.Add(at + 1);
                }
            }
        }

        return places;
    }
}
