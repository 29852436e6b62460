using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using MultiLLM.Core.Gateway.Keys.Secrets;

namespace MultiLLM.Server.Gateway.Keys.Intake;

/// <summary>
/// Takes credentials out of a request before anything else sees it, and blackens keys in all other places: what is not there cannot get into a log, a trace, an
/// error or a record, or be passed on.
/// </summary>
internal static class KeyIntake
{
    private const string ApiKeyHeader = "x-api-key";
    private const string Bearer = "Bearer ";

    public static void Take(IFeatureCollection features)
    {
        if (features.Get<IHttpRequestFeature>() is not { } request)
            return;
        var presented = TakeCredentials(request.Headers);
        BlackenHeaders(request.Headers);
        if (BlackenAddress(request))
            presented = new PresentedKey(null, "A key does not belong into an address, where logs on the way keep it. Send it in the header Authorization, and revoke this one.", false);
        if (presented is not null)
            features.Set(presented);
    }

    private static PresentedKey? TakeCredentials(IHeaderDictionary headers)
    {
        var (authorization, apiKey) = (headers.Authorization, headers[ApiKeyHeader]);
        if (authorization.Count == 0 && apiKey.Count == 0)
            return null;
        headers.Remove("Authorization");
        headers.Remove(ApiKeyHeader);
        string? key = null;
        foreach (var value in authorization.Select(TokenOf).Concat(apiKey))
        {
            var token = value?.Trim();
            if (token is null || !KeySecret.LooksLikeOne(token))
                continue;
            if (key is not null && key != token)
                return new PresentedKey(null, "The request brings two different keys; send one.", false);
            key = token;
        }
        return new PresentedKey(key, null, isOther: key is null);
    }

    private static string? TokenOf(string? header) =>
        header is not null && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..] : null;

    private static void BlackenHeaders(IHeaderDictionary headers)
    {
        List<(string Name, StringValues Values)>? found = null;
        foreach (var (name, values) in headers)
        {
            if (KeySecret.IsIn(name) || values.Any(value => value is not null && KeySecret.IsIn(value)))
                (found ??= []).Add((name, values));
        }
        foreach (var (name, values) in found ?? [])
        {
            headers.Remove(name);
            if (!KeySecret.IsIn(name))
                headers[name] = new StringValues([.. values.Select(value => value is null ? null : KeySecret.Redact(value))]);
        }
    }

    /// <returns>Whether there was a key in it.</returns>
    private static bool BlackenAddress(IHttpRequestFeature request)
    {
        if (KeySecret.IsIn(request.Method))
            request.Method = "REDACTED";
        if (!IsIn(request.Path) && !IsIn(request.QueryString) && !IsIn(request.RawTarget))
            return false;
        request.Path = KeySecret.Redact(Uri.UnescapeDataString(request.Path));
        request.QueryString = "";
        request.RawTarget = request.Path;
        return true;
    }

    /// <summary>Also where its characters are escaped, once or twice.</summary>
    private static bool IsIn(string text)
    {
        for (var times = 0; times < 3; times++)
        {
            if (KeySecret.IsIn(text))
                return true;
            if (!text.Contains('%', StringComparison.Ordinal))
                return false;
            text = Uri.UnescapeDataString(text);
        }
        return false;
    }
}
