using System.Diagnostics;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

/// <summary>A mail filter that opens every link of a letter in a real Chromium, runs what is there for half a minute, and touches nothing.</summary>
public sealed class Scanning_with_a_browser(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private readonly string _profile = Directory.CreateTempSubdirectory("aide-scanner-").FullName;

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_profile, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Case_02_runs_the_page_s_scripts_and_posts_nothing()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        var (way, secret) = OptOutLink.For(invitation.PersonId, _given.Now);
        await _given.SaveAsync(way);
        using var log = new RequestLog();

        string page = await OpenAsync(new Uri(host.Address, "/i/" + token).AbsoluteUri);
        string optOut = await OpenAsync(new Uri(host.Address, "/u/" + secret).AbsoluteUri);

        // Both pages were really there, with a button that waits.
        Assert.Contains("value=\"accept\"", page, StringComparison.Ordinal);
        Assert.Contains("<button", optOut, StringComparison.Ordinal);
        Assert.Contains(("GET", "/i/" + token), log.Requests);
        Assert.DoesNotContain(log.Requests, r => r.Method != "GET");
        await using var db = host.OpenDb();
        Assert.Equal((InvitationState.Invited, 0), ((await db.Invitations.SingleAsync()).State, await db.OptOuts.CountAsync()));
    }

    [Fact]
    public async Task A_page_that_submits_itself_would_have_been_noticed()
    {
        string trap = Path.Combine(_profile, "trap.html");
        await File.WriteAllTextAsync(trap, $"<form method=post action='{new Uri(host.Address, "/i/trap")}'></form><script>setTimeout(() => document.forms[0].submit(), 20000)</script>");
        using var log = new RequestLog();
        _ = await OpenAsync(new Uri(trap).AbsoluteUri);
        Assert.Contains(log.Requests, r => r.Method == "POST");
    }

    /// <summary>The page as it is after thirty seconds of its own clock.</summary>
    private async Task<string> OpenAsync(string address)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium",
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            $"--user-data-dir={Path.Combine(_profile, "chromium")}", "--virtual-time-budget=30000", "--dump-dom", address,
        ]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var chromium = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var errors = chromium.StandardError.ReadToEndAsync(patience.Token);
        string dom = await chromium.StandardOutput.ReadToEndAsync(patience.Token);
        await chromium.WaitForExitAsync(patience.Token);
        Assert.True(chromium.ExitCode == 0, await errors);
        return dom;
    }
}
