using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>Who acts is who is signed in, never what a form says: no field names an actor, and none fills a thing of the database.</summary>
public sealed class Posting_anothers_name(EventsHost host) : IAsyncLifetime
{
    /// <summary>Words by which a form would say who did it, or what one may do.</summary>
    private static readonly string[] Acting =
    [
        "by", "actor", "author", "authorname", "account", "accountid", "user", "userid", "username", "owner", "ownerid", "staff", "staffid", "organiserid",
        "createdby", "changedby", "decidedby", "approvedby", "askedby", "answeredby", "isadmin", "admin", "scope", "claims", "roles", "source", "personid", "tokenid",
    ];

    /// <summary>Fields of such a name that do not say who acts, each with what it is.</summary>
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["OneInvitationModel.source"] = "how an answer reached the organiser who records it",
        ["RightsModel.Source"] = "how a wish reached the organiser who does it for somebody",
        ["InvitationsApi.AnswerAsync.given.Source"] = "the same by a program, which cannot say that the invitee did it themselves",
    };

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_36_no_field_fills_an_entity_or_says_who_acts()
    {
        await using var db = host.OpenDb();
        var fields = await FieldsAsync();
        Assert.True(fields.Count > 150, $"{fields.Count} fields are too few to say something.");

        // The rule would find one: these are what it looks for.
        Assert.True(IsEntity(db, typeof(Person)) && IsEntity(db, typeof(List<Invitation>)) && IsEntity(db, typeof(Data.Staff.StaffAccount)) && !IsEntity(db, typeof(PersonDetails)));
        Assert.Empty(fields.Where(f => IsEntity(db, f.Type)).Select(f => $"{f.Name} is filled from outside and is {f.Type.Name}"));
        Assert.Empty(fields.Where(f => Acting.Contains(f.Name.Split('.')[^1].ToLowerInvariant()) && !Others.ContainsKey(f.Name)).Select(f => $"{f.Name} says who acts"));
    }

    [Fact]
    public async Task Case_36_what_a_form_says_of_its_sender_counts_for_nothing()
    {
        var dialogue = await _given.DialogueAsync();
        var (mine, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        var (others, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Hana", "Canary"));
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync(await phone.EnterAsync(token));
        string form = page.Document.QuerySelectorAll("form").First(f => f.GetAttribute("action")?.Contains("Answer", StringComparison.Ordinal) == true).GetAttribute("action")!;
        var rendered = page.Document.QuerySelectorAll("form").First(f => f.GetAttribute("action") == form).QuerySelectorAll("input[type=hidden]")
            .Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? "")).ToList();
        var fields = rendered.Concat(
        [
            new("answer", "accept"), new("Id", others.Id.ToString()), new("PersonId", others.PersonId.ToString()), new("InvitationId", others.Id.ToString()), new("Link.Invitation.Id", others.Id.ToString()),
            new("Handle", others.Id.ToString()), new("AuthorName", "Hana Canary"), new("EventId", Guid.NewGuid().ToString()), new("DialogueId", Guid.NewGuid().ToString()),
            new("Role", "Speaker"), new("Actor", "Organiser"), new("AnsweredBy", "Organiser"), new("State", "Withdrawn"),
        ]);

        using var response = await phone.Http.PostAsync(form, new FormUrlEncodedContent(fields));

        Assert.True((int)response.StatusCode < 400, response.StatusCode.ToString());
        await using var db = host.OpenDb();
        var (own, hers) = (await db.Invitations.SingleAsync(i => i.Id == mine.Id), await db.Invitations.SingleAsync(i => i.Id == others.Id));
        Assert.Equal((InvitationState.Accepted, InvitationState.Invited), (own.State, hers.State));
        Assert.Equal((mine.PersonId, mine.DialogueId, mine.Role), (own.PersonId, own.DialogueId, own.Role));
        Assert.Equal(["Invitee"], (await db.Timeline.Where(t => t.Kind == TimelineKind.Accepted).ToListAsync()).Select(t => t.Actor.ToString()));
    }

    [Fact]
    public async Task Case_36_an_organiser_who_posts_anothers_id_changes_the_one_in_the_address()
    {
        var (awa, hana) = (await _given.PersonAsync(), await _given.PersonAsync("Hana", "Canary"));
        using var organiser = await _given.SignedInAsync();
        var page = await organiser.GetAsync($"/organise/people/{awa.Id}");
        // As if the page's own form had these fields.
        foreach (var (name, value) in new[] { ("Id", hana.Id.ToString()), ("Input.Id", hana.Id.ToString()), ("Person.Id", hana.Id.ToString()), ("ErasedAt", "2020-01-01"), ("MergedIntoId", hana.Id.ToString()) })
        {
            var field = page.Document.CreateElement("input");
            field.SetAttribute("type", "hidden");
            field.SetAttribute("name", name);
            field.SetAttribute("value", value);
            _ = page.One("main form.form")!.AppendChild(field);
        }

        string family = page.One("main form.form [name$=FamilyName]")!.GetAttribute("name")!;
        var done = await organiser.SubmitAsync(page, new Dictionary<string, object?> { [family] = "Changed" }, form: "main form.form");

        Assert.Equal((HttpStatusCode.OK, ""), (done.Status, string.Join(' ', done.Errors)));
        await using var db = host.OpenDb();
        Assert.Equal(["Canary", "Changed"], await db.People.Where(p => p.ErasedAt == null).OrderBy(p => p.FamilyName).Select(p => p.FamilyName).ToListAsync());
        Assert.Equal("Changed", (await db.People.SingleAsync(p => p.Id == awa.Id)).FamilyName);
    }

    /// <summary>Everything a request can fill: bound properties and parameters of pages, parameters and bodies of endpoints, and what stands inside them.</summary>
    private async Task<List<(string Name, Type Type)>> FieldsAsync()
    {
        var loader = host.Services.GetRequiredService<PageLoader>();
        var services = host.Services.GetRequiredService<IServiceProviderIsService>();
        var fields = new List<(string, Type)>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, endpoint.Metadata);
                string model = compiled.ModelTypeInfo!.Name;
                foreach (var property in compiled.ModelTypeInfo.GetProperties().Where(p => p.GetCustomAttributes().Any(a => a is BindPropertyAttribute or FromRouteAttribute or FromQueryAttribute or FromFormAttribute)))
                    Add(model + "." + property.Name, property.PropertyType, []);
                foreach (var parameter in compiled.HandlerMethods.SelectMany(h => h.MethodInfo.GetParameters())) Add(model + "." + parameter.Name, parameter.ParameterType, []);
            }
            else if (endpoint.Metadata.GetMetadata<MethodInfo>() is { } method && endpoint.DisplayName?.Contains("api/", StringComparison.Ordinal) == true)
            {
                foreach (var parameter in method.GetParameters().Where(p => !services.IsService(p.ParameterType))) Add($"{method.DeclaringType!.Name}.{method.Name}.{parameter.Name}", parameter.ParameterType, []);
            }
        }

        return [.. fields.Distinct()];

        void Add(string name, Type type, HashSet<Type> seen)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(CancellationToken) || typeof(HttpContext).IsAssignableFrom(type) || typeof(HttpRequest).IsAssignableFrom(type)) return;
            fields.Add((name, type));
            foreach (var inner in Inside(type).Where(t => t.Assembly.GetName().Name!.StartsWith("AIDialogues", StringComparison.Ordinal) && !t.IsEnum && seen.Add(t)))
                foreach (var property in inner.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite || p.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true))
                    Add($"{name}.{property.Name}", property.PropertyType, seen);
        }
    }

    private static IEnumerable<Type> Inside(Type type) =>
        [type, .. type.IsArray ? [type.GetElementType()!] : Array.Empty<Type>(), .. type.IsGenericType ? type.GetGenericArguments() : []];

    private static bool IsEntity(EventsDb db, Type type) => Inside(type).Any(t => db.Model.FindEntityType(t) is { } entity && !entity.IsOwned());
}
