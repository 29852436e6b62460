namespace MultiLLM.Server.Docs;

/// <summary>The page at <c>/</c>: what this is and where to go on.</summary>
internal static class FrontPage
{
    private static readonly byte[] s_page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>MultiLLM</title>
        <style>
          body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; color: #222; background: #fff }
          pre { background: #f3f3f3; padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: .25rem }
          @media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818 } pre { background: #262626 } a { color: #8ab4f8 } }
        </style>
        <h1>MultiLLM</h1>
        <p>Several language models run on this machine behind this one service. It is working.</p>
        <ul>
          <li><a href="/docs">How to use it</a> (the same for programs: <a href="/openapi/v1.json">OpenAPI</a>)</li>
          <li><a href="/models">The models and how they stand</a></li>
        </ul>
        <p>Programs made for OpenAI take <code>/v1</code> here as their base address. Or ask by hand:</p>
        <pre id="ask">curl http://127.0.0.1:8007/chat -H 'Content-Type: application/json' -d '{"message": "What is machine learning?"}'</pre>
        <script>ask.textContent = ask.textContent.replace("http://127.0.0.1:8007", location.origin)</script>
        </html>
        """u8.ToArray();

    public static Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = s_page.Length;
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'";
        return context.Response.Body.WriteAsync(s_page, context.RequestAborted).AsTask();
    }
}
