using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace MultiLLM.Server.Docs;

/// <summary>A field of the query, as the OpenAPI document tells it.</summary>
internal sealed record QueryField
{
    private readonly Func<OpenApiSchema> _schema;

    private QueryField(string meaning, Func<OpenApiSchema> schema) => (Meaning, _schema) = (meaning, schema);

    public string Meaning { get; }
    public OpenApiSchema Schema => _schema();

    public static QueryField Text(string meaning, int longest) => new(meaning, () => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = longest });

    public static QueryField Flag(string meaning) => new(meaning, () => new OpenApiSchema { Type = JsonSchemaType.Boolean });

    /// <summary>ISO 8601.</summary>
    public static QueryField Time(string meaning) => new(meaning, () => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" });

    public static QueryField OneOf(string meaning, IEnumerable<string> words) =>
        new(meaning, () => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))] });

    /// <param name="meaning">What it does.</param>
    /// <param name="least">The smallest one taken.</param>
    /// <param name="most">The largest.</param>
    /// <param name="usual">Where it is left out.</param>
    public static QueryField Integer(string meaning, int least, int most, int? usual = null) => new(meaning, () => new OpenApiSchema
    {
        Type = JsonSchemaType.Integer,
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
        Default = usual is { } number ? JsonValue.Create(number) : null,
    });
}
