using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

public sealed class Issuing_tokens(EventsHost host) : IAsyncLifetime
{
    private static readonly TimeSpan ToTheEnd = TimeSpan.FromDays(61);

    private readonly Given _given = new(host);
    private Dialogue _dialogue = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _dialogue = await _given.DialogueAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Everybody_who_agrees_gets_five_for_each_session_and_five_for_objections()
    {
        using var phone = await ParticipantAsync();

        var tokens = await phone.GetTokensAsync();

        var keys = await KeysAsync();
        Assert.Equal(["objection", "point"], keys.Select(k => k.Purpose).Order());
        Assert.Equal(10, tokens.Count);
        foreach (var key in keys)
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(key.PublicKey, out _);
            var mine = tokens.Where(t => t.KeyId == key.KeyId).ToList();
            Assert.Equal(5, mine.Count);
            Assert.All(mine, t => Assert.True(rsa.VerifyData(t.Message, t.Signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss)));
        }
    }

    [Fact]
    public async Task What_is_kept_is_that_it_happened_and_nothing_a_token_could_be_known_by()
    {
        using var phone = await ParticipantAsync();
        var tokens = await phone.GetTokensAsync();

        await using var db = host.OpenDb();
        var issue = Assert.Single(await db.TokenIssues.ToListAsync());
        Assert.Equal(phone.Person, issue.PersonId);
        Assert.Equal(
            ["dialogue_id uuid", "keys jsonb", "may_ask_again boolean", "person_id uuid", "replaced integer"],
            await db.Database.SqlQuery<string>($"SELECT column_name || ' ' || data_type AS \"Value\" FROM information_schema.columns WHERE table_name = 'token_issues'").OrderBy(c => c).ToListAsync());
        string everything = await DumpAsync(db);
        Assert.All(issue.Keys, key => Assert.Contains(key.MessagesSha256, everything, StringComparison.Ordinal));
        foreach (var token in tokens)
        {
            Assert.DoesNotContain(Convert.ToHexStringLower(token.Message), everything, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(token.Message)), everything, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexStringLower(token.Signature), everything, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_sent_again_gets_the_same_answer_and_another_one_a_refusal()
    {
        using var phone = await ParticipantAsync();
        await phone.PrepareAsync();
        var request = await phone.BlindAsync();

        var first = await phone.IssueAsync(request);
        var again = await phone.IssueAsync(request);
        var other = await phone.IssueAsync(await phone.BlindAsync());

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.Contains("You have had your tokens already.", other.Body, StringComparison.Ordinal);
    }

    /// <summary>Not a second set: behind the tokens of every key stand as many people as without it.</summary>
    [Fact]
    public async Task A_session_that_is_added_later_gets_its_tokens_once_and_counts_nobody_twice()
    {
        using var phone = await ParticipantAsync();
        Assert.Equal(10, (await phone.GetTokensAsync()).Count);
        Assert.Contains("\"added\":0,", (await phone.PageAsync()).Html, StringComparison.Ordinal);
        var session = await AddSessionAsync();
        Assert.Contains("\"added\":1,", (await phone.PageAsync()).Html, StringComparison.Ordinal);
        Assert.Contains("1 session was added to the programme after you were given tokens.", (await phone.PageAsync()).Text, StringComparison.Ordinal);
        await phone.PrepareAsync();
        var (one, other) = (await phone.BlindAsync(onlyOf: session), await phone.BlindAsync(onlyOf: session));

        var answers = await Task.WhenAll(phone.IssueAsync(one), phone.IssueAsync(other));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], answers.Select(a => a.Status).Order());
        Assert.Contains("You have had your tokens already.", answers.Single(a => a.Status != HttpStatusCode.OK).Body, StringComparison.Ordinal);
        var again = await phone.IssueAsync(answers[0].Status == HttpStatusCode.OK ? one : other);
        Assert.Equal((HttpStatusCode.OK, answers.Single(a => a.Status == HttpStatusCode.OK).Body), again);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.IssueAsync(await phone.BlindAsync())).Status);
        Assert.Equal([(1, 0), (1, 0), (1, 0)], (await KeysAsync()).Select(k => (k.Holders, k.Replaced)));
        using var late = await ParticipantAsync();
        Assert.Equal(15, (await late.GetTokensAsync()).Count);
    }

    [Fact]
    public async Task A_desk_replaces_a_lost_set_once_and_everybody_can_count_it()
    {
        using var phone = await ParticipantAsync();
        _ = await phone.GetTokensAsync();
        await using (var db = host.OpenDb())
        {
            var issue = await db.TokenIssues.SingleAsync();
            Assert.Null(issue.Replace());
            Assert.Equal("tokens-already-replaced", issue.Replace()?.Code);
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal(10, (await phone.GetTokensAsync()).Count);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.IssueAsync(await phone.BlindAsync())).Status);

        Assert.Contains("Sets of tokens given out again at the desk because somebody lost theirs: 1.", (await phone.PageAsync()).Text, StringComparison.Ordinal);
        await using var after = host.OpenDb();
        Assert.Equal("tokens-already-replaced", (await after.TokenIssues.SingleAsync()).Replace()?.Code);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Nobody_gets_any_without_having_accepted_and_agreed(bool accepts, bool agrees)
    {
        using var phone = await ParticipantAsync(accepts, agrees);

        var page = await phone.PageAsync();

        Assert.Null(page.One("#points-get"));
        Assert.Contains("Tokens are for those who have accepted and agreed to the rule.", page.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.False(await db.PublishedKeys.AnyAsync());
    }

    [Fact]
    public async Task A_request_with_too_few_too_many_or_foreign_messages_gets_none()
    {
        using var phone = await ParticipantAsync();
        await phone.PrepareAsync();
        var good = await phone.BlindAsync();
        string[] keys = [.. good.Keys];

        Dictionary<string, string[]>[] bad =
        [
            new() { [keys[0]] = good[keys[0]] },
            new(good) { [keys[0]] = good[keys[0]][..4] },
            new(good) { [keys[0]] = [.. good[keys[0]], good[keys[0]][0]] },
            new(good) { [keys[0]] = ["!!", .. good[keys[0]][1..]] },
            new(good) { [keys[0]] = [Base64Url.EncodeToString(Enumerable.Repeat((byte)255, 256).ToArray()), .. good[keys[0]][1..]] },
            new(good) { ["0123"] = good[keys[0]] },
        ];
        foreach (var request in bad) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.IssueAsync(request)).Status);

        await using var db = host.OpenDb();
        Assert.False(await db.TokenIssues.AnyAsync());
    }

    [Fact]
    public async Task Case_66_Room_takes_none_before_eight_people_hold_tokens()
    {
        for (int person = 1; person <= 8; person++)
        {
            using var phone = await ParticipantAsync();
            _ = await phone.GetTokensAsync();
            Assert.All(await KeysAsync(), k => Assert.Equal(person == 8, k.EnoughHolders));
        }
    }

    [Fact]
    public async Task Two_who_ask_first_at_once_find_the_same_keys()
    {
        using var one = await ParticipantAsync();
        using var two = await ParticipantAsync();

        await Task.WhenAll(one.PrepareAsync(), two.PrepareAsync());

        Assert.Equal(2, (await KeysAsync()).Count);
    }

    [Fact]
    public async Task Case_69_no_letter_is_written_because_of_a_token()
    {
        using var phone = await ParticipantAsync();
        await using var db = host.OpenDb();
        int before = await db.Letters.CountAsync();

        _ = await phone.GetTokensAsync();

        Assert.Equal(before, await db.Letters.CountAsync());
    }

    [Fact]
    public async Task The_private_keys_are_files_for_their_owner_only_and_are_gone_once_the_day_is_over()
    {
        using var phone = await ParticipantAsync();
        _ = await phone.GetTokensAsync();
        var keys = host.Services.GetRequiredService<IssuingKeys>();
        string folder = Directory.EnumerateDirectories(host.IssuingDirectory).Single(d => d.EndsWith(_dialogue.Id.ToString(), StringComparison.Ordinal));
        string[] files = Directory.GetFiles(folder);
        Assert.Equal(2, files.Length);
        if (!OperatingSystem.IsWindows())
        {
            foreach (string file in files) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        var ends = host.Services.GetServices<IHostedService>().OfType<IssuingEnds>().Single();
        await ends.DestroyDueAsync(CancellationToken.None);
        Assert.True(Directory.Exists(folder));

        host.Clock.Advance(ToTheEnd);
        await ends.DestroyDueAsync(CancellationToken.None);

        Assert.False(Directory.Exists(folder));
        Assert.All(await KeysAsync(), k => Assert.Null(keys.Find(_dialogue.Id, k.KeyId)));
    }

    [Fact]
    public async Task A_restored_database_cannot_mint_even_with_the_clock_set_back()
    {
        using var phone = await ParticipantAsync();
        using var late = await ParticipantAsync();
        _ = await phone.GetTokensAsync();
        host.Clock.Advance(ToTheEnd);
        await host.Services.GetServices<IHostedService>().OfType<IssuingEnds>().Single().DestroyDueAsync(CancellationToken.None);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await late.IssueAsync(await late.BlindAsync())).Status);

        host.Clock.Reset();
        var answer = await late.IssueAsync(await late.BlindAsync());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        await using var db = host.OpenDb();
        Assert.Equal(1, await db.TokenIssues.CountAsync());
        Assert.False(await db.Database.SqlQuery<bool>($"SELECT EXISTS (SELECT FROM information_schema.columns WHERE column_name ILIKE '%private%') AS \"Value\"").SingleAsync());
    }

    [Fact]
    public async Task The_key_list_is_the_same_for_everybody_and_its_fingerprint_stands_on_the_page()
    {
        using var phone = await ParticipantAsync();
        await phone.PrepareAsync();
        using var nobody = host.NewBrowser();

        byte[] mine = await phone.Http.GetByteArrayAsync($"/keys/{_dialogue.Id}.json"), everybodys = await nobody.Http.GetByteArrayAsync($"/keys/{_dialogue.Id}.json");

        Assert.Equal(mine, everybodys);
        // Without the ends, which move when the day does.
        string list = Regex.Replace(Encoding.UTF8.GetString(mine), ",\"closes\":\"[^\"]*\"", "", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("closes", list, StringComparison.Ordinal);
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)));
        var page = await phone.PageAsync();
        Assert.Equal(fingerprint, page.One("#fingerprint")!.GetAttribute("title"));
        Assert.Equal(fingerprint[..16], page.One("#fingerprint")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains("connect-src 'self' http://room.localhost:5101;", page.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("connect-src 'self';", (await nobody.GetAsync("/")).Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private Task<Participant> ParticipantAsync(bool accepts = true, bool agrees = true) => Participant.InvitedAsync(host, _given, _dialogue, accepts, agrees);

    private async Task<Id<Session>> AddSessionAsync()
    {
        await using var db = host.OpenDb();
        var day = await db.Dialogues.Include(d => d.Rooms).Include(d => d.Sessions).SingleAsync(d => d.Id == _dialogue.Id);
        var session = Given.Value(day.AddSession(new SessionDetails(new("Afternoon", "Après-midi"), day.Rooms[0].Id, new(14, 0), new(15, 0), null, [new("Money", "Argent")], new("", ""))));
        _ = await db.SaveChangesAsync();
        return session.Id;
    }

    private async Task<List<Data.Tokens.PublishedKey>> KeysAsync()
    {
        await using var db = host.OpenDb();
        return await db.PublishedKeys.AsNoTracking().ToListAsync();
    }

    /// <summary>Every row of every table of ours, as text: bytes in it are hexadecimal.</summary>
    private static async Task<string> DumpAsync(EventsDb db)
    {
        var tables = await db.Database.SqlQuery<string>($"SELECT format('%I.%I', table_schema, table_name) AS \"Value\" FROM information_schema.tables WHERE table_schema IN ('events', 'staff', 'board', 'vault')").ToListAsync();
        var dump = new System.Text.StringBuilder();
        foreach (string table in tables)
        {
            string rows = $"SELECT t::text AS \"Value\" FROM {table} t";
            foreach (string row in await db.Database.SqlQueryRaw<string>(rows).ToListAsync()) _ = dump.Append(row).Append('\n');
        }

        return dump.ToString();
    }
}
