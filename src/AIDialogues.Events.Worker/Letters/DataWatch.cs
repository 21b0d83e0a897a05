using MailKit;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>
/// Watches the conversation for the one fact that decides between "again later" and "nobody knows": whether the server has said 354
/// and so begun to take the words. It keeps nothing of what is said.
/// </summary>
internal sealed class DataWatch : IProtocolLogger
{
    /// <summary>After this the server may have the letter, even if its answer never arrives.</summary>
    public bool WordsAsked { get; private set; }

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    public void Begin() => WordsAsked = false;

    public void LogConnect(Uri uri) => Begin();

    public void LogClient(byte[] buffer, int offset, int count)
    {
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (buffer.AsSpan(offset, count).StartsWith("354"u8)) WordsAsked = true;
    }

    public void Dispose()
    {
    }
}
