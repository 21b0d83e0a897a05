using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Letters;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

public sealed class Refusing_an_open_line(EventsHost host) : IAsyncLifetime
{
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Fact]
    public async Task Case_18_sends_nothing_to_a_server_without_encryption()
    {
        _ = await _post.QueueAsync();
        var report = await _post.DrainAsync(With(SecureSocketOptions.StartTls, _post.Sink.Port));
        Assert.Equal("The mail server 127.0.0.1 offers no encryption (STARTTLS), so nothing was sent.", report.Problem);
        Assert.Equal((LetterState.Queued, 0), ((await _post.OnlyLetterAsync()).State, _post.Sink.Mails.Count));
    }

    [Theory]
    [InlineData("220 go ahead\r\n")]
    [InlineData("220 go ahead\r\n250-owned.test\r\n250 AUTH PLAIN\r\n235 signed in\r\n250 sender\r\n250 recipient\r\n354 words\r\n250 taken\r\n")]
    public async Task Case_18_sends_nothing_after_STARTTLS_to_a_certificate_nobody_vouches_for_whatever_was_answered_in_clear(string answer)
    {
        _ = await _post.QueueAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = HearAsync(listener, answer);

        var report = await _post.DrainAsync(With(SecureSocketOptions.StartTls, ((IPEndPoint)listener.LocalEndpoint).Port));

        Assert.Equal("The certificate of the mail server 127.0.0.1 is not trusted, so nothing was sent.", report.Problem);
        Assert.Equal(0, await heard);
        var letter = await _post.OnlyLetterAsync();
        Assert.Equal((LetterState.Queued, (DateTimeOffset?)null), (letter.State, letter.SentAt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Fault_11_sends_nothing_to_a_server_whose_certificate_nobody_vouches_for_valid_or_expired(int endsInDays)
    {
        _ = await _post.QueueAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = HearAsync(listener, endsInDays: endsInDays);
        var report = await _post.DrainAsync(With(SecureSocketOptions.SslOnConnect, ((IPEndPoint)listener.LocalEndpoint).Port));
        Assert.Equal("The certificate of the mail server 127.0.0.1 is not trusted, so nothing was sent.", report.Problem);
        Assert.Equal(0, await heard);
        Assert.Equal(LetterState.Queued, (await _post.OnlyLetterAsync()).State);
    }

    [Theory]
    [InlineData("mail.meridien.test", "None", "Mail__Security may be None only when Mail__Host is this machine itself, but Mail__Host is “mail.meridien.test”: letters hold personal links and must not travel in clear.")]
    [InlineData("10.0.0.5", "None", "Mail__Security may be None only when Mail__Host is this machine itself, but Mail__Host is “10.0.0.5”: letters hold personal links and must not travel in clear.")]
    [InlineData("mail.meridien.test", "Auto", "Mail__Security must be StartTls, SslOnConnect or None, but is “Auto”.")]
    [InlineData("", "StartTls", "Mail__Host is not set: name the mail server that takes the letters.")]
    public void Stops_the_start_with_one_sentence(string server, string security, string sentence)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Mail:Host", server), new("Mail:Security", security), new("Mail:From", "a@b.test")]).Build();
        Assert.Equal(sentence, Assert.Throws<SettingException>(() => MailOptions.Read(settings)).Message);
    }

    [Fact]
    public void Encrypts_unless_told_otherwise()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Mail:Host", "mail.meridien.test"), new("Mail:From", "Institut <a@b.test>")]).Build();
        Assert.Equal((SecureSocketOptions.StartTls, 587), MailOptions.Read(settings) is var read ? (read.Security, read.Port) : default);
    }

    private MailOptions With(SecureSocketOptions security, int port) => new() { Host = "127.0.0.1", Port = port, Security = security, From = _post.Options.From };

    /// <summary>How many bytes a server with a certificate of its own making hears after the handshake.</summary>
    /// <param name="toStartTls">What it answers to STARTTLS, in one packet and in clear; null: it speaks TLS from the first byte.</param>
    private static async Task<int> HearAsync(TcpListener listener, string? toStartTls = null, int endsInDays = 1)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var own = request.CreateSelfSigned(now.AddDays(-2), now.AddDays(endsInDays));
        using var client = await listener.AcceptTcpClientAsync();
        if (toStartTls is not null) await GreetAsync(client.GetStream(), toStartTls);
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(own);
            return await tls.ReadAsync(new byte[100]);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            return 0;
        }
    }

    private static async Task GreetAsync(NetworkStream line, string toStartTls)
    {
        await SayAsync("220 mail.meridien.test\r\n");
        Assert.StartsWith("EHLO ", await HeardAsync(), StringComparison.Ordinal);
        await SayAsync("250-mail.meridien.test\r\n250 STARTTLS\r\n");
        Assert.Equal("STARTTLS\r\n", await HeardAsync());
        await SayAsync(toStartTls);

        Task SayAsync(string words) => line.WriteAsync(Encoding.ASCII.GetBytes(words)).AsTask();

        async Task<string> HeardAsync()
        {
            byte[] buffer = new byte[500];
            return Encoding.ASCII.GetString(buffer, 0, await line.ReadAsync(buffer));
        }
    }
}
