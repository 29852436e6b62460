using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TaskClassifier.Trainer.Evaluation;

/// <summary>Vectors from a running service's embedding model.</summary>
internal static class Embeddings
{
    private const int TextsPerRequest = 256;

    /// <param name="service">Its address.</param>
    /// <param name="texts">What to embed, none empty.</param>
    public static async Task<float[][]> OfAsync(Uri service, IReadOnlyList<string> texts)
    {
        using var http = new HttpClient { BaseAddress = service, Timeout = TimeSpan.FromMinutes(5) };
        var vectors = new List<float[]>(texts.Count);
        foreach (var batch in texts.Chunk(TextsPerRequest))
        {
            using var response = await http.PostAsJsonAsync("embeddings", new { texts = batch });
            var reply = await response.Content.ReadFromJsonAsync<JsonNode>();
            if (!response.IsSuccessStatusCode)
                throw new IOException($"{service} answers {(int)response.StatusCode}: {reply?.ToJsonString()}");
            vectors.AddRange(reply!["embeddings"]!.AsArray().Select(vector => vector!.AsArray().Select(number => (float)number!).ToArray()));
        }
        return [.. vectors];
    }
}
