using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace AIDialogues.Events.Web.Api;

/// <summary>A request body that shows itself in the description.</summary>
internal interface IHasExample
{
    static abstract object Example { get; }
}

/// <summary>What OpenAPI cannot read from the signatures: the security scheme, the error's shape, examples and the idempotency header.</summary>
internal static class ApiDescription
{
    private const string Bearer = "bearer";

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string operation, string summary, string description = "") =>
        endpoint.WithName(operation).WithSummary(summary).WithDescription(description);

    public static void Describe(OpenApiOptions options)
    {
        _ = options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "AIDialogues.Events",
                Version = "v1",
                Description = "What an organiser can do in pages. Errors are ProblemDetails with a stable `code`. Lists come in pages: `limit` up to 200, `next` is the following `cursor`. "
                    + "A write with an `Idempotency-Key` has one effect, however often it is sent. Nothing here returns who said something, because nobody knows.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Made by `./dev admin api-token --scope organise`." };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
            return Task.CompletedTask;
        });
        _ = options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.HttpMethod is "GET") return Task.CompletedTask;
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Required = false,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 100 },
                Description = "Any string of your own, new for each write. The same key with the same request gets the same answer; with another one it is 409 `idempotency-key-reused`.",
            });
            return Task.CompletedTask;
        });
        _ = options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = context.JsonTypeInfo.Type;
            if (type == typeof(Microsoft.AspNetCore.Mvc.ProblemDetails)) DescribeProblem(schema);
            if (context.JsonPropertyInfo is null && typeof(IHasExample).IsAssignableFrom(type)) schema.Examples = [ExampleOf(type, context.ApplicationServices)];
            return Task.CompletedTask;
        });
    }

    private static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        schema.Properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable; what a program decides by. `detail` is the sentence for people." };
        schema.Properties["facts"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema(), Description = "What the sentence names." };
        schema.Examples = [JsonNode.Parse("""{"title":"Unprocessable Entity","status":422,"detail":"Another session has this room at that time.","code":"room-busy","facts":[]}""")!];
    }

    private static JsonNode ExampleOf(Type type, IServiceProvider services)
    {
        object example = type.GetProperty(nameof(IHasExample.Example), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        return JsonSerializer.SerializeToNode(example, type, services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions)!;
    }
}
