using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

[assembly: AssemblyFixture(typeof(AIDialogues.Events.EndToEnd.RunningProduct))]

namespace AIDialogues.Events.EndToEnd.Journeys;

/// <summary>The whole path on real parts: an organiser, a rapporteur, an expert on a phone without script, a reader.</summary>
public sealed class From_a_pasted_list_to_a_published_summary(RunningProduct product)
{
    private const string Pasted = """
        Name	E-mail	Affiliation	Group	Country	Language
        Amina Okonkwo	amina.okonkwo@kada.test	Université de Kada	Academia	SN	fr
        Hana Novotná	hana.novotna@lipa.test	Institut Lípa	Academia	CZ	en
        Jonas Lindqvist		Nordvatten	Business	SE	en
        """;

    private static readonly string[] Points =
    [
        "Publish the flow data with a delay of one month.", "Small users never see the forecasts.", "A shared river needs a shared record.",
        "Who answers when the gauge is wrong?", "As Amina Okonkwo said, trust begins with one office.",
    ];

    [Fact]
    public async Task Works_from_the_first_page_to_the_last()
    {
        await product.StartedAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(RunningProduct.Browser);
        await using var desk = await chromium.NewContextAsync(new() { Locale = "en-GB", ViewportSize = new() { Width = 1280, Height = 900 } });
        var complaints = desk.Watched();
        var organiser = await product.SignInAsync(desk, "organiser");

        // 1. A series, a day, a room, a session with a rule of its own.
        await organiser.LookAsync("01-series", complaints);
        await organiser.ClickAsync("a[href='/organise/series/new']");
        await organiser.FillAsync("[name='Form.TitleEn']", "Rivers without borders");
        await organiser.FillAsync("[name='Form.TitleFr']", "Fleuves sans frontières");
        await organiser.FillAsync("[name='Form.PurposeEn']", "Three conversations about shared rivers.");
        await organiser.FillAsync("[name='Form.PurposeFr']", "Trois conversations sur les fleuves partagés.");
        await organiser.FillAsync("[name='Form.Slug']", "rivers");
        await organiser.LookAsync("02-new-series", complaints);
        await organiser.ClickAsync("main form button.primary");
        await organiser.ClickAsync("a[href$='/dialogues/new']");
        var (today, zone) = Today();
        await organiser.FillAsync("[name='Form.TitleEn']", "First day");
        await organiser.FillAsync("[name='Form.TitleFr']", "Première journée");
        await organiser.FillAsync("[name='Form.Day']", today);
        await organiser.FillAsync("[name='Form.Begins']", "00:01");
        await organiser.FillAsync("[name='Form.Ends']", "23:59");
        await organiser.FillAsync("[name='Form.Venue']", "Maison de la paix, Genève");
        await organiser.FillAsync("[name='Form.Zone']", zone);
        await organiser.CheckAsync("[name='Form.Rule'][value=ChathamHouse]");
        await organiser.FillAsync("[name='Form.AnswerBy']", today);
        await organiser.ClickAsync("main form button.primary");
        string day = organiser.Url.Split('#')[0].Split('?')[0];
        await organiser.FillAsync("[name=RoomName]", "Salle bleue");
        await organiser.FillAsync("[name=Seats]", "40");
        await organiser.ClickAsync("form[action*=AddRoom] button");
        await organiser.ClickAsync("a[href$='/sessions/new']");
        await organiser.FillAsync("[name='Form.TitleEn']", "Who decides upstream?");
        await organiser.FillAsync("[name='Form.TitleFr']", "Qui décide en amont ?");
        await organiser.FillAsync("[name='Form.Begins']", "09:00");
        await organiser.FillAsync("[name='Form.Ends']", "10:30");
        await organiser.FillAsync("[name='Form.ThemesEn']", "Governance\nData");
        await organiser.FillAsync("[name='Form.ThemesFr']", "Gouvernance\nDonnées");
        await organiser.LookAsync("03-new-session", complaints);
        await organiser.ClickAsync("main form button.primary");
        _ = await organiser.GotoAsync(day);
        await organiser.LookAsync("04-day", complaints);

        // 2. A pasted list; what is wrong with a row is said and nothing is lost; letters after a forced preview.
        _ = await organiser.GotoAsync(new Uri(product.Web, "/organise/people/import").ToString());
        await organiser.FillAsync("[name=Text]", Pasted);
        await organiser.ClickAsync("main form button.primary");
        await Expect(organiser.Locator("main")).ToContainTextAsync("The e-mail address is missing.");
        await organiser.LookAsync("05-import", complaints);
        await organiser.ClickAsync(".action-bar button.primary");
        _ = await organiser.GotoAsync(day + "/invitations?q=Okonkwo");
        await organiser.CheckAsync("tbody input[type=checkbox]");
        await organiser.LookAsync("06-invitations", complaints);
        await organiser.ClickAsync(".action-bar button.primary");
        await Expect(organiser.Locator(".action-bar button.primary")).ToContainTextAsync("1");
        await organiser.LookAsync("07-preview", complaints);
        await organiser.ClickAsync(".action-bar button.primary");
        string link = await product.LinkInLetterAsync("amina.okonkwo@kada.test");
        await UntilAsync(organiser, day + "/invitations?q=Okonkwo", "tr:has-text('Amina Okonkwo'):has-text('Accepted by the server')");

        // 3. The expert: a phone, French, no script, one tap.
        await using var phone = await chromium.NewContextAsync(new() { Locale = "fr-FR", JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 844 } });
        var expert = await phone.NewPageAsync();
        _ = await expert.GotoAsync(link);
        await Expect(expert.Locator("#answer-title")).ToHaveTextAsync("Pourrez-vous participer ?");
        _ = await expert.ScreenshotAsync(new() { Path = Path.Combine(DevCommand.Root, "artifacts", "screenshots", "08-expert.png"), FullPage = true });
        await expert.ClickAsync("[value=accept]");
        await Expect(expert.Locator("#answer-title")).ToHaveTextAsync("Merci, nous vous attendons avec plaisir.");
        await expert.CheckAsync("[name='consents[NamedPublicly]'][value=yes]");
        await expert.CheckAsync("[name='consents[AffiliationShown]'][value=no]");
        await expert.ClickAsync("#choices button");
        _ = await expert.ScreenshotAsync(new() { Path = Path.Combine(DevCommand.Root, "artifacts", "screenshots", "09-expert-consents.png"), FullPage = true });

        // 5. At the door.
        _ = await organiser.GotoAsync(day + "/checkin");
        await organiser.FillAsync("#q", "okon");
        await organiser.ClickAsync("form.find button");
        await organiser.LookAsync("10-check-in", complaints);
        await organiser.ClickAsync("main form[action*='handler=CheckIn'] button");
        await Expect(organiser.Locator("main")).ToContainTextAsync("Amina Okonkwo");

        // 6. The rapporteur's board, on its own origin.
        await using var laptop = await chromium.NewContextAsync(new() { Locale = "en-GB", ViewportSize = new() { Width = 1024, Height = 768 } });
        var rapporteur = await product.SignInAsync(laptop, "rapporteur");
        await rapporteur.ClickAsync("text=Who decides upstream?");
        string session = rapporteur.Url;
        await rapporteur.ClickAsync("form[action*=Board] button");
        await rapporteur.LookAsync("11-session", complaints);
        await rapporteur.ClickAsync("#board-link");
        await Expect(rapporteur.Locator("#words")).ToBeVisibleAsync();
        foreach (var (point, number) in Points.Select((p, i) => (p, i + 1)))
        {
            await rapporteur.FillAsync("#words", point);
            if (point.Contains("Okonkwo", StringComparison.Ordinal)) await Expect(rapporteur.Locator("#warning")).Not.ToBeEmptyAsync();
            await rapporteur.PressAsync("#words", "Enter");
            // Nobody fills the box anew within the milliseconds in which a point is kept; a test on a busy machine does.
            await Expect(rapporteur.Locator("#points > li")).ToHaveCountAsync(number);
        }

        await rapporteur.LookAsync("12-board", complaints);
        await rapporteur.ClickAsync("#hand-in-open");
        await rapporteur.LookAsync("13-hand-in", complaints);
        await rapporteur.ClickAsync("#hand-in-dialog [value=close]");
        await Expect(rapporteur.Locator("#stored")).ToBeVisibleAsync();

        // Not a cookie that Room could see, and nothing that says where the rapporteur came from.
        Assert.DoesNotContain(await laptop.CookiesAsync(), cookie => cookie.Domain.StartsWith('.') || cookie.Domain == product.Room.Host);
        Assert.Equal("", await rapporteur.EvaluateAsync<string>("document.referrer"));

        // 7. The worker assembles, the rapporteur submits, the organiser releases as the second person and publishes.
        _ = await rapporteur.GotoAsync(session);
        await rapporteur.ClickAsync("form[action*=Assemble] button");
        await UntilAsync(rapporteur, session, "a[href*='/report/summaries/']");
        await rapporteur.ClickAsync("a[href*='/report/summaries/']");
        string summary = rapporteur.Url;
        await rapporteur.LookAsync("14-review", complaints);
        await rapporteur.ClickAsync(".action-bar form button");
        await Expect(rapporteur.Locator(".error-summary")).ToContainTextAsync("Warnings still open: 1.");
        // What is typed beside it outlives the page that comes back.
        var beside = rapporteur.Locator("ol.review > li[id]:not(:has(mark.leak))").First;
        await beside.Locator("summary").ClickAsync();
        await beside.Locator("textarea").FillAsync("Half a thought.");
        await rapporteur.Locator("li:has(mark.leak) textarea").FillAsync("Trust begins with one office.");
        await rapporteur.Locator("li:has(mark.leak) form button").ClickAsync();
        await Expect(rapporteur.Locator("[data-unsaved]:visible")).ToHaveCountAsync(1);
        await Expect(rapporteur.Locator("textarea").Filter(new() { Visible = true })).ToHaveValueAsync("Half a thought.");
        await rapporteur.ClickAsync(".action-bar form button");
        _ = await organiser.GotoAsync(summary);
        await organiser.ClickAsync("form[action*='handler=Release'] button");
        await organiser.ClickAsync("form[action*='handler=Publish'] button");
        _ = await organiser.GotoAsync(new Uri(product.Web, "/organise").ToString());
        await organiser.ClickAsync("text=Rivers without borders");
        await organiser.ClickAsync("form[action*='handler=Publish'] button");

        // 8. The public page: the expert who agreed, without the affiliation, and the summary without the leak.
        await using var reading = await chromium.NewContextAsync(new() { Locale = "fr-FR", ViewportSize = new() { Width = 390, Height = 844 } });
        var reader = await reading.NewPageAsync();
        _ = await reader.GotoAsync(new Uri(product.Web, "/series/rivers").ToString());
        await Expect(reader.Locator("h1")).ToHaveTextAsync("Fleuves sans frontières");
        await Expect(reader.Locator(".names")).ToHaveTextAsync("Amina Okonkwo");
        await reader.LookAsync("15-public", complaints);
        Assert.DoesNotContain("Kada", await reader.ContentAsync(), StringComparison.Ordinal);
        await reader.ClickAsync(".files a >> nth=0");
        await Expect(reader.Locator("article")).ToContainTextAsync("Trust begins with one office.");
        await reader.LookAsync("16-summary", complaints);
        Assert.DoesNotContain("Okonkwo", await reader.ContentAsync(), StringComparison.Ordinal);

        // 9. The report, written once in each language, with the summary in it: read on a phone in French and at a desk in English.
        await organiser.ClickAsync("a[href$='/publications']");
        await organiser.ClickAsync("a[href$='/publications/new']");
        await organiser.SelectOptionAsync("[name='Form.Kind']", "FinalReport");
        await organiser.FillAsync("[name='Form.TitleEn']", "Rivers without borders: what we found");
        await organiser.FillAsync("[name='Form.TitleFr']", "Fleuves sans frontières\u202f: nos constats");
        await organiser.FillAsync("[name='Form.Authors']", "Noor Haddad; Léa Fontenelle");
        await organiser.FillAsync("[name='Form.AbstractEn']", "Trust begins with a record that both banks can read.");
        await organiser.FillAsync("[name='Form.AbstractFr']", "La confiance commence par un registre que les deux rives peuvent lire.");
        await organiser.FillAsync("[name='Form.BodyEn']", "## What we found\n\n1. **Figures** are believed when they are read together.\n2. Forecasts reach large users first.\n");
        await organiser.FillAsync("[name='Form.BodyFr']", "## Nos constats\n\n1. On croit un **chiffre** quand on l’a lu ensemble.\n2. Les prévisions arrivent d’abord aux grands usagers.\n");
        await organiser.CheckAsync("[name='Form.WithSummaries']");
        await organiser.ClickAsync("main form button.primary");
        await organiser.LookAsync("17-publication", complaints);
        await organiser.ClickAsync("form[action*='handler=Publish'] button");
        _ = await reader.GotoAsync(new Uri(product.Web, "/series/rivers").ToString());
        await reader.LookAsync("18-public-with-report", complaints);
        await reader.ClickAsync("text=nos constats");
        await Expect(reader.Locator("article")).ToContainTextAsync("On croit un chiffre quand on l’a lu ensemble.");
        await reader.LookAsync("19-report-fr", complaints);
        await using var abroad = await chromium.NewContextAsync(new() { Locale = "en-GB", ViewportSize = new() { Width = 1280, Height = 900 }, ColorScheme = ColorScheme.Dark });
        var english = await abroad.NewPageAsync();
        // The reader's own address carries the language that was chosen there.
        _ = await english.GotoAsync(reader.Url.Split('?')[0]);
        await Expect(english.Locator("h1")).ToHaveTextAsync("Rivers without borders: what we found");
        await Expect(english.Locator("article")).ToContainTextAsync("Trust begins with one office.");
        Assert.DoesNotContain("Okonkwo", await english.ContentAsync(), StringComparison.Ordinal);
        await english.LookAsync("20-report-en", complaints);
        var pdf = await abroad.APIRequest.GetAsync(new Uri(product.Web, await english.GetAttributeAsync("a.button:has-text('PDF')", "href") ?? "").ToString());
        Assert.True(pdf.Ok && (await pdf.BodyAsync()).AsSpan().StartsWith("%PDF-"u8));
        Assert.Empty(await abroad.CookiesAsync());
        Assert.Empty(await reading.CookiesAsync());
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    /// <summary>A day that is today for hours to come, in a zone where it is not late.</summary>
    private static (string Day, string Zone) Today()
    {
        var now = TimeProvider.System.GetUtcNow();
        string zone = now.Hour < 18 ? "Europe/London" : "America/Los_Angeles";
        return (TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), zone);
    }

    /// <summary>Opens a page again and again until the worker has done what it shows.</summary>
    private static async Task UntilAsync(IPage page, string address, string selector)
    {
        var patience = TimeProvider.System.GetTimestamp();
        do _ = await page.GotoAsync(address);
        while (await page.Locator(selector).CountAsync() == 0 && TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromMinutes(1));
        await Expect(page.Locator(selector).First).ToBeVisibleAsync();
    }
}
