using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Api;
using Microsoft.AspNetCore.Authorization;

namespace AIDialogues.Events.Web.Access;

/// <summary>Who may enter: one policy per audience. Whatever names no audience is closed.</summary>
internal static class Policies
{
    public const string Organise = nameof(Organise);
    public const string Report = nameof(Report);

    /// <summary>A program with a bearer token of scope "organise"; a staff cookie does not open the API.</summary>
    public const string ApiOrganise = nameof(ApiOrganise);

    /// <summary>Signed in with both steps: the second one leaves this claim.</summary>
    public static AuthorizationPolicyBuilder BothSteps(this AuthorizationPolicyBuilder policy) =>
        policy.RequireAuthenticatedUser().RequireClaim("amr", "mfa");

    public static void Add(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
        options.AddPolicy(Organise, policy => policy.BothSteps().RequireRole(StaffRoles.Organiser));
        options.AddPolicy(ApiOrganise, policy => policy.AddAuthenticationSchemes(ApiTokenScheme.Name).RequireAuthenticatedUser()
            .RequireClaim(ApiTokenScheme.Scope, "organise"));
        options.AddPolicy(Report, policy => policy.BothSteps().RequireRole(StaffRoles.Organiser, StaffRoles.Rapporteur));
    }
}
