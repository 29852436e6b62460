namespace MultiLLM.Server.Errors;

/// <summary>Whose envelope an error wears.</summary>
internal enum Dialect
{
    Own,
    OpenAI,
}

internal static class Dialects
{
    public static Dialect Of(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase) ? Dialect.OpenAI : Dialect.Own;
}
