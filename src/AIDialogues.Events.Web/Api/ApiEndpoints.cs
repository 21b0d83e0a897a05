using AIDialogues.Events.Web.Access;

namespace AIDialogues.Events.Web.Api;

/// <summary>The REST API: what an organiser can do in pages, for programs.</summary>
internal static class ApiEndpoints
{
    public static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization(Policies.ApiOrganise).DisableAntiforgery();
        foreach (int status in (int[])[400, 401, 403, 404, 409, 413, 422]) _ = api.ProducesProblem(status);
        _ = api.AddEndpointFilter<Audit.AuditedWrites>();
        SeriesApi.Map(api);
        DialoguesApi.Map(api);
        SessionsApi.Map(api);
        AttendanceApi.Map(api);
        PeopleApi.Map(api);
        DuplicatesApi.Map(api);
        SegmentsApi.Map(api);
        BalanceApi.Map(api);
        InvitationsApi.Map(api);
        WavesApi.Map(api);
        SubstitutesApi.Map(api);
        LettersApi.Map(api);
        LetterTemplatesApi.Map(api);
        ConsentsApi.Map(api);
        RightsApi.Map(api);
        StatementsApi.Map(api);
        SummariesApi.Map(api);
        PublicationsApi.Map(api);
        // Whatever else is asked for is answered here, as the API answers, not with a page to sign in at.
        _ = api.Map("{**rest}", (HttpRequest request) => request.HasJsonContentType()
            ? ApiProblem.NotFound() : new ApiProblem(StatusCodes.Status415UnsupportedMediaType, ApiProblem.NotJson)).ExcludeFromDescription();
        _ = app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }
}
