using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MultiLLM.EchoServer;

// An OpenAI-compatible server that answers at once with the words it was asked, to measure what stands before it:
//   dotnet run -c Release --project bench/echo -- PORT
var port = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 9100;
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore();
builder.Services.Configure<KestrelServerOptions>(options => options.ListenLocalhost(port));
var app = builder.Build();
app.Run(Echo.AnswerAsync);
await app.StartAsync();
Console.WriteLine($"listening on http://127.0.0.1:{port}/v1");
await app.WaitForShutdownAsync();
