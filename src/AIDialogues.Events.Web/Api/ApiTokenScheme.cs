using System.Security.Claims;
using System.Text.Encodings.Web;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AIDialogues.Events.Web.Api;

/// <summary>Bearer tokens: looked up by their SHA-256, so the database holds none. Unknown, revoked and of an account that is gone or shut look the same from outside.</summary>
internal sealed class ApiTokenScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, EventsDb db, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "ApiToken";
    public const string Scope = "scope";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || header.Length > 200) return AuthenticateResult.NoResult();
        byte[] hash = ApiToken.HashOf(header[Prefix.Length..].Trim());
        var token = await db.ApiTokens.AsNoTracking().FirstOrDefaultAsync(t => t.TokenSha256 == hash && t.RevokedAt == null, Context.RequestAborted);
        if (token is null || (token.OwnerId is { } whose && !await MayActAsync(whose))) return AuthenticateResult.Fail("unknown or revoked");
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, token.Id.ToString()), new(Scope, token.Scope)], Name);
        if (token.OwnerId is { } owner) identity.AddClaim(new(WhoActs.Owner, owner.ToString()));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    /// <summary>Whether there is still an account of whoever this token acts for, and nobody has shut it. Wrong passwords shut one for minutes only, and anybody can type those.</summary>
    private Task<bool> MayActAsync(Guid account)
    {
        var forGood = clock.GetUtcNow().AddDays(1);
        return db.Users.AnyAsync(a => a.Id == account && (!a.LockoutEnabled || a.LockoutEnd == null || a.LockoutEnd < forGood), Context.RequestAborted);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        await new ApiProblem(StatusCodes.Status401Unauthorized, ApiProblem.TokenUnknown).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new ApiProblem(StatusCodes.Status403Forbidden, ApiProblem.ScopeMissing).ExecuteAsync(Context);
}
