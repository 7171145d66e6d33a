"""`/2/connections`: the streams that are open, those that were, and a way to end them all, ghosts included."""

from aiohttp import web

from deploy.sandbox.control import times
from deploy.sandbox.x.api.endpoint import Endpoint, answer
from deploy.sandbox.x.api.parameters import read_choice, read_number
from deploy.sandbox.x.connection import Connection
from deploy.sandbox.x.platform import Platform


async def get_connections(request: web.Request, platform: Platform) -> web.Response:
    """The connections of one status, open ones first."""
    status = read_choice(request.query, "status", "active", "inactive", "all")
    most = read_number(request.query, "max_results", 10, 1, 100)
    active = platform.hub.held() if status != "inactive" else []
    ended = platform.hub.ended() if status != "active" else []
    shown = [_shown(each) for each in [*active, *ended]][:most]
    return answer(platform, {**({"data": shown} if shown else {}), "meta": {"result_count": len(shown)}})


async def end_all(_request: web.Request, platform: Platform) -> web.Response:
    """End every stream and free its place, at once."""
    ended = platform.hub.cut_all("operator_disconnect")
    results = [{"uuid": each.id, "success": True} for each in ended]
    return answer(platform, {"data": {"successful_kills": len(ended), "failed_kills": 0, "results": results}})


ENDPOINTS = (
    Endpoint(
        "GET",
        "/2/connections",
        "connections",
        25,
        get_connections,
        frozenset({"status", "endpoints", "max_results", "connection.fields"}),
    ),
    Endpoint("DELETE", "/2/connections/all", "end_connections", 25, end_all),
    Endpoint("DELETE", "/2/connections/filtered_stream", "end_connections", 25, end_all),  # there is no other stream
)


def _shown(connection: Connection) -> dict[str, str]:
    shown = {
        "id": connection.id,
        "endpoint_name": "filtered_stream",
        "connected_at": times.written(connection.connected_at),
        "client_ip": connection.client,
    }
    if connection.disconnected_at is not None:
        shown["disconnected_at"] = times.written(connection.disconnected_at)
        shown["disconnect_reason"] = connection.disconnect_reason
    return shown
