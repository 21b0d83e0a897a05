using System.Globalization;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Npgsql;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>Puts the web host together, in the order a request meets its parts.</summary>
public static class WebHost
{
    public static readonly CultureInfo[] Cultures = [new("en-GB"), new("fr-FR")];

    /// <param name="args">Settings as <c>--Key:Part=value</c>.</param>
    /// <param name="adjust">What a test changes before the host is built, such as the clock.</param>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(WebHost).Assembly.GetName().Name });
        builder.Configuration.AddSecretFiles();
        // Neither requests nor queries: the path of a personal link is its key, and who did what when is nobody's to read here.
        _ = builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        Configure(builder);
        adjust?.Invoke(builder);
        bool started = false;
        // What stops the start is said by StartProblem, once; before that these would print its trace.
        foreach (string category in (string[])["Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Extensions.Hosting.Internal.Host"])
            _ = builder.Logging.AddFilter(category, level => started && level >= LogLevel.Warning);
        var app = builder.Build();
        _ = app.Lifetime.ApplicationStarted.Register(() => started = true);
        Pipeline(app);
        return app;
    }

    /// <summary>A missing database is said once, here, and not to every visitor.</summary>
    /// <exception cref="NpgsqlException">It cannot be reached.</exception>
    public static async Task ReachDatabaseAsync(WebApplication app)
    {
        await using var connection = await app.Services.GetRequiredKeyedService<NpgsqlDataSource>("read").OpenConnectionAsync();
        // Before anything opens: whoever was erased stays so, also when an older backup brought them back.
        await using var scope = app.Services.CreateAsyncScope();
        _ = await scope.ServiceProvider.GetRequiredService<PersonErasure>().ReapplyAsync(CancellationToken.None);
    }

    private static void Configure(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var site = SiteOptions.From(configuration);
        int port = configuration.Port("Web", 5100);
        _ = builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.Request;
            if (configuration.Bind() is { } address) kestrel.Listen(address, port);
            else if (port == 0) kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            else kestrel.ListenLocalhost(port);
        });
        var services = builder.Services;
        _ = services.AddSingleton(site);
        _ = services.AddSingleton(WaveOptions.From(configuration));
        _ = services.AddSingleton(DayOptions.From(configuration));
        _ = services.AddSingleton(Consents.ConsentSettings.From(configuration));
        _ = services.AddSingleton(new Consents.ReceiptKey(configuration));
        _ = services.AddSingleton(TimeProvider.System);
        _ = services.AddHttpContextAccessor();
        var keys = new KeyStore(configuration.DataDirectory());
        _ = services.AddSingleton(keys).AddSingleton(new Checkpoints(keys.DataDirectory));
        string connection = configuration.EventsConnection();
        _ = services.AddEventsDb(connection, readOnly: scope => scope.GetRequiredService<IHttpContextAccessor>().HttpContext is { } http && IsSafe(http.Request.Method));
        _ = services.AddSingleton(sp => new StatementReader(sp.GetRequiredKeyedService<NpgsqlDataSource>("read")));
        _ = services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["localhost", "127.0.0.1", "[::1]", site.Url.Host]);
        _ = services.AddDataProtection().SetApplicationName("AIDialogues.Events")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(configuration.DataDirectory(), "keys", "web")));
        AddStaff(services, site);
        _ = services.AddLocalization();
        _ = services.AddScoped<T>();
        _ = services.AddSingleton<Boards.DescribedBoards>();
        _ = services.AddScoped<Boards.BoardOpening>();
        _ = services.AddScoped<Boards.SessionClosing>();
        _ = services.AddScoped<Rights.PersonRights>();
        _ = services.AddSingleton<SearchPace>();
        _ = services.AddScoped<StepUp>();
        _ = services.AddScoped<Invitations.BulkActions>();
        _ = services.AddMemoryCache();
        _ = services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = ["text/html", "text/css", "application/ld+json", "application/rss+xml", "text/calendar", "text/markdown"];
        });
        _ = services.AddScoped<Summaries.Reviewing>();
        _ = services.AddScoped<Summaries.VaultObjections>();
        _ = services.AddScoped<Summaries.Asking>();
        _ = services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.SecurePolicy = Secure(site);
        });
        _ = services.Configure<CookieTempDataProviderOptions>(o => (o.Cookie.Name, o.Cookie.SecurePolicy) = (EventsPage.SaidCookie, Secure(site)));
        _ = services.AddRazorPages(PageAudiences.Apply);
        _ = services.AddScoped<Audit.AuditedActions>().Configure<MvcOptions>(mvc => mvc.Filters.AddService<Audit.AuditedActions>());
        // The thing acted on is the one in the address, which the audit records; by itself the framework lets a form's field of the same name win.
        _ = services.Configure<MvcOptions>(mvc =>
        {
            var address = mvc.ValueProviderFactories.First(f => f is RouteValueProviderFactory);
            _ = mvc.ValueProviderFactories.Remove(address);
            mvc.ValueProviderFactories.Insert(0, address);
        });
        _ = services.ConfigureOptions<BindingSentences>();
        Tokens.TokensSetup.Add(services, configuration);
        Api.ApiSetup.Add(services);
    }

    private static void AddStaff(IServiceCollection services, SiteOptions site)
    {
        _ = services.AddIdentity<StaffAccount, IdentityRole<Guid>>(o =>
            {
                o.Password.RequiredLength = 12;
                o.Password.RequireNonAlphanumeric = o.Password.RequireUppercase = o.Password.RequireDigit = o.Password.RequireLowercase = false;
                o.Lockout.MaxFailedAccessAttempts = 8;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
                o.User.RequireUniqueEmail = true;
            })
            .AddEntityFrameworkStores<EventsDb>().AddDefaultTokenProviders().AddClaimsPrincipalFactory<StaffPrincipal>();
        _ = services.ConfigureApplicationCookie(o =>
        {
            o.Cookie.Name = "staff";
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = Secure(site);
            o.LoginPath = "/account/signin";
            o.AccessDeniedPath = "/account/denied";
            o.ExpireTimeSpan = TimeSpan.FromHours(12);
        });
        // A changed password, role or second step ends every session within a minute.
        _ = services.Configure<SecurityStampValidatorOptions>(o =>
        {
            o.ValidationInterval = TimeSpan.FromMinutes(1);
            // The refreshed principal forgets how somebody signed in; the second step must not be forgotten with it.
            o.OnRefreshingPrincipal = context =>
            {
                context.NewPrincipal?.Identities.First().AddClaims(context.CurrentPrincipal?.FindAll("amr") ?? []);
                return Task.CompletedTask;
            };
        });
        _ = services.AddAuthorization(Policies.Add);
    }

    private static void Pipeline(WebApplication app)
    {
        _ = app.UseHostFiltering();
        // Behind a proxy the scheme is the site's own: no header is believed, so none can be forged.
        string scheme = app.Services.GetRequiredService<SiteOptions>().Url.Scheme;
        _ = app.Use((http, next) =>
        {
            http.Request.Scheme = scheme;
            return next(http);
        });
        _ = app.UseWhen(IsApi, Api.ApiSetup.UseProblems);
        _ = app.UseWhen(http => !IsApi(http), pages => pages
            .UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/problem", CreateScopeForErrors = true })
            .UseStatusCodePagesWithReExecute("/problem").Use(RefuseLarge));
        // A page about a failure asks nobody who they are: that question may be what failed.
        _ = app.Use((http, next) =>
        {
            if (http.Features.Get<IExceptionHandlerFeature>() is not null) http.Request.Headers.Cookie = default;
            return next(http);
        });
        _ = app.UseMiddleware<ResponseHeaders>();
        _ = app.UseWhen(IsAnonymousRead, read => read.UseResponseCompression());
        _ = app.UseMiddleware<RevalidatedPages>();
        _ = app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(Cultures[0]),
            SupportedCultures = Cultures,
            SupportedUICultures = Cultures,
            RequestCultureProviders = [new LanguageOfRequest()],
        });
        _ = app.UseRouting();
        _ = app.UseAuthentication();
        _ = app.UseAuthorization();
        _ = app.UseWhen(IsApi, api => api.UseMiddleware<Api.IdempotentWrites>());
        _ = app.MapStaticAssets().AllowAnonymous();
        _ = app.MapRazorPages();
        My.LinkEntry.Map(app);
        Summaries.SummaryFiles.Map(app);
        Consents.ReceiptFiles.Map(app);
        Tokens.TokensSetup.Map(app);
        Publications.PublicationFiles.Map(app);
        Publications.PublicFeeds.Map(app);
        Api.ApiEndpoints.Map(app);
        _ = app.MapGet("/alive", () => Results.Text("alive")).AllowAnonymous();
        // What is nowhere is "not found" for everybody, not a question for a password.
        _ = app.MapFallback("{**path}", () => Results.NotFound()).AllowAnonymous();
    }

    // Said before anything reads the form, because a form that cannot be read looks like one without its token.
    private static Task RefuseLarge(HttpContext http, RequestDelegate next)
    {
        if (!(http.Request.ContentLength > Limits.Request) || http.Features.Get<IStatusCodeReExecuteFeature>() is not null) return next(http);
        http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    // Compressed length tells of what is inside, so only what holds no secret is: nobody is signed in, no personal link, no form with a token.
    private static bool IsAnonymousRead(HttpContext http) => IsSafe(http.Request.Method) && http.Request.Cookies.Count == 0
        && (http.Request.Path == "/" || http.Request.Path.StartsWithSegments("/series") || http.Request.Path.StartsWithSegments("/css"));

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static CookieSecurePolicy Secure(SiteOptions site) => site.Url.Scheme == "https" ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
}
