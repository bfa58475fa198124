"""Renders what a webcam would see of a held card: pose, focus, light, glare and noise."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scanner.drawing import Card, draw
from scanner.image import as_image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Floats, Image

FRAME_PX = (1280, 720)
_FOCAL_PX = 914.0
_NOISE_FIELDS = 3
_NOISE_SIGMA = 32.0
_NOISE_ROOM_PX = 64
_FACES_MAX = 64
_GLARE_SHARE = 0.45
_UPSIDE_DOWN_SHARE = 0.2
_BLUR_NOTHING_PX = 0.15
_ROUND_SHARE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Where the held thing is: centre and width in pixels, the three turns in degrees."""

    center_px: tuple[float, float] = (640.0, 360.0)
    width_px: float = 520.0
    roll_deg: float = 0.0
    tilt_deg: float = 0.0
    pan_deg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Optics:
    """What lens, light and sensor do: blurs in pixels, light as a factor, noise as a sigma."""

    defocus_px: float = 0.5
    motion_px: float = 0.0
    motion_deg: float = 0.0
    light: float = 1.0
    falloff: float = 0.0
    noise: float = 3.0
    glare: float = 0.0
    glare_at: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """One moment of a card before the camera."""

    pose: Pose = Pose()
    optics: Optics = Optics()


def typical(random: np.random.Generator, *, phone: bool = False) -> Presentation:
    """Draw how people usually hold a card: fair light, nearly still, a little turned."""
    return Presentation(
        pose=_pose(random, phone=phone, turn_deg=6.0, tilt_deg=6.0),
        optics=Optics(
            defocus_px=random.uniform(0.3, 0.9),
            motion_px=random.uniform(0.0, 3.0),
            motion_deg=random.uniform(0.0, 180.0),
            light=random.uniform(0.65, 1.05),
            falloff=random.uniform(0.0, 0.2),
            noise=random.uniform(1.5, 5.0),
        ),
    )


def hard(random: np.random.Generator, *, phone: bool = False) -> Presentation:
    """Draw a bad moment: out of focus, moving, dark, noisy, tilted, often with glare."""
    return Presentation(
        pose=_pose(random, phone=phone, turn_deg=11.0, tilt_deg=14.0),
        optics=Optics(
            defocus_px=random.uniform(0.6, 1.8),
            motion_px=random.uniform(0.0, 12.0) * random.uniform(0.3, 1.0),
            motion_deg=random.uniform(0.0, 180.0),
            light=random.uniform(0.25, 0.8),
            falloff=random.uniform(0.1, 0.45),
            noise=random.uniform(3.0, 9.0),
            glare=random.uniform(0.5, 1.0) if random.random() < _GLARE_SHARE else 0.0,
            glare_at=(random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)),
        ),
    )


def moved(
    presentation: Presentation, random: np.random.Generator, *, by_px: float = 6.0
) -> Presentation:
    """Give the next moment of the same hand: a small drift of place, turn and motion blur."""
    pose, optics = presentation.pose, presentation.optics
    x, y = pose.center_px
    return Presentation(
        pose=replace(
            pose,
            center_px=(x + random.normal(0, by_px), y + random.normal(0, by_px)),
            roll_deg=pose.roll_deg + random.normal(0, 0.8),
            tilt_deg=pose.tilt_deg + random.normal(0, 0.8),
            width_px=pose.width_px * random.uniform(0.985, 1.015),
        ),
        optics=replace(
            optics,
            motion_px=optics.motion_px * random.uniform(0.6, 1.4),
            defocus_px=optics.defocus_px * random.uniform(0.85, 1.15),
            glare_at=(
                optics.glare_at[0] + random.normal(0, 0.03),
                optics.glare_at[1] + random.normal(0, 0.03),
            ),
        ),
    )


def _pose(random: np.random.Generator, *, phone: bool, turn_deg: float, tilt_deg: float) -> Pose:
    width, height = FRAME_PX
    share = random.uniform(0.15, 0.26) if phone else random.uniform(0.27, 0.60)
    upside_down = 180.0 if random.random() < _UPSIDE_DOWN_SHARE else 0.0
    return Pose(
        center_px=(
            width * random.uniform(0.42, 0.58),
            height * (0.5 if phone else random.uniform(0.42, 0.58)),
        ),
        width_px=width * share,
        roll_deg=upside_down + random.normal(0, turn_deg),
        tilt_deg=random.normal(0, tilt_deg),
        pan_deg=random.normal(0, tilt_deg),
    )


class Renderer:
    """Turns cards and presentations into 1280x720 BGR frames; the same seed, the same frames."""

    def __init__(self, random: np.random.Generator) -> None:
        """Paint the counter once and keep a few fields of sensor noise to draw from."""
        import numpy as np

        self._random = random
        self._background = _counter_top(random)
        width, height = FRAME_PX
        size = (height + _NOISE_ROOM_PX, width + _NOISE_ROOM_PX)
        self._noise = [
            random.normal(0.0, _NOISE_SIGMA, size).astype(np.int16) for _ in range(_NOISE_FIELDS)
        ]
        self._faces: dict[Card, dict[int, Image]] = {}

    def frame(self, card: Card | None, presentation: Presentation) -> Image:
        """Render one frame as BGR; without a card, the empty counter under the same light."""
        frame = self._background.copy()
        if card is not None:
            self._place(frame, card, presentation)
        return self._expose(frame, presentation.optics)

    def _place(self, frame: Image, card: Card, presentation: Presentation) -> None:
        """Warp the card into the frame and blur only the part of the frame that it covers."""
        import cv2
        import numpy as np

        face = self._face(card, presentation.pose.width_px)
        corners = corners_of(face.shape[1], face.shape[0], presentation.pose)
        flat = np.array(
            [[0, 0], [face.shape[1], 0], [face.shape[1], face.shape[0]], [0, face.shape[0]]],
            dtype=np.float32,
        )
        margin = 24
        left, top = np.floor(corners.min(axis=0)).astype(int) - margin
        right, bottom = np.ceil(corners.max(axis=0)).astype(int) + margin
        left, top = max(0, int(left)), max(0, int(top))
        right, bottom = min(frame.shape[1], int(right)), min(frame.shape[0], int(bottom))
        if right - left < margin or bottom - top < margin:
            return
        place = cv2.getPerspectiveTransform(
            flat, (corners - np.array([left, top])).astype(np.float32)
        )
        part = frame[top:bottom, left:right]
        # The border of the face is drawn into the frame by a transparent edge: OpenCV leaves
        # pixels outside the source untouched in this mode, which needs no mask.
        cv2.warpPerspective(
            face,
            place,
            (right - left, bottom - top),
            dst=part,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_TRANSPARENT,
        )
        optics = presentation.optics
        _glare(part, corners - np.array([left, top]), optics)
        part[:] = _blur(part, optics)

    def _face(self, card: Card, width_px: float) -> Image:
        """Give the flat card at the next size above the wanted one, made once."""
        import cv2

        faces = self._faces.setdefault(card, {})
        if not faces:
            if len(self._faces) > _FACES_MAX:
                # A day of customers must not fill the memory.
                del self._faces[next(iter(self._faces))]
            faces[0] = draw(card)
        full = faces[0]
        # Steps of a sixth of an octave keep the warp from shrinking, which would alias the bars.
        step = max(0, math.floor(6 * math.log2(full.shape[1] / width_px)))
        if step not in faces:
            factor = 2 ** (-step / 6)
            faces[step] = as_image(
                cv2.resize(full, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            )
        return faces[step]

    def _expose(self, frame: Image, optics: Optics) -> Image:
        """Apply light, its fall-off to one side, and the sensor's noise."""
        import cv2
        import numpy as np

        height, width = frame.shape[:2]
        ramp = np.linspace(optics.light, optics.light * (1 - optics.falloff), width)
        # Half of the range stands for 1.0, so that light a little above full still fits a byte.
        shade = np.clip(ramp * 127.5, 0, 255).astype(np.uint8)
        shades = np.repeat(np.tile(shade, (height, 1))[:, :, None], 3, axis=2)
        lit = cv2.multiply(frame, shades, scale=1 / 127.5)
        field = self._noise[int(self._random.integers(_NOISE_FIELDS))]
        top, left = (int(at) for at in self._random.integers(0, _NOISE_ROOM_PX, 2))
        part = field[top : top + height, left : left + width]
        grain = cv2.addWeighted(part, optics.noise / _NOISE_SIGMA, part, 0.0, 0.0)
        return as_image(cv2.add(lit, cv2.merge([grain, grain, grain]), dtype=cv2.CV_8U))


def corners_of(width: float, height: float, pose: Pose) -> Floats:
    """Project a flat card of the given size; corners clockwise from its own top left, pixels."""
    import numpy as np

    scale = pose.width_px / width
    half_w, half_h = width * scale / 2, height * scale / 2
    flat = np.array(
        [[-half_w, -half_h, 0], [half_w, -half_h, 0], [half_w, half_h, 0], [-half_w, half_h, 0]]
    )
    turned = flat @ _rotation(pose).T
    depth = 1 + turned[:, 2:3] / _FOCAL_PX
    return np.asarray(turned[:, :2] / depth + np.array(pose.center_px), dtype=np.float32)


def _rotation(pose: Pose) -> NDArray[np.float64]:
    """Give the rotation matrix of roll in the picture, then tilt and pan out of it."""
    import numpy as np

    roll, tilt, pan = (math.radians(turn) for turn in (pose.roll_deg, pose.tilt_deg, pose.pan_deg))
    around_z = np.array(
        [[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]]
    )
    around_x = np.array(
        [[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]]
    )
    around_y = np.array(
        [[math.cos(pan), 0, math.sin(pan)], [0, 1, 0], [-math.sin(pan), 0, math.cos(pan)]]
    )
    turned: NDArray[np.float64] = around_y @ around_x @ around_z
    return turned


def _glare(part: Image, corners: Floats, optics: Optics) -> None:
    """Burn a soft white spot into the part of the frame that holds the card, in place."""
    import cv2
    import numpy as np

    if optics.glare <= 0:
        return
    across, down = optics.glare_at
    top = corners[0] + across * (corners[1] - corners[0])
    bottom = corners[3] + across * (corners[2] - corners[3])
    spot = top + down * (bottom - top)
    radius = 0.09 * float(np.linalg.norm(corners[1] - corners[0])) * (0.6 + optics.glare)
    rows, columns = np.ogrid[: part.shape[0], : part.shape[1]]
    distance = ((columns - spot[0]) ** 2 + (rows - spot[1]) ** 2) / radius**2
    shine = (420 * optics.glare * np.exp(-distance)).astype(np.int16)
    part[:] = cv2.add(part, cv2.merge([shine, shine, shine]), dtype=cv2.CV_8U)


def _blur(part: Image, optics: Optics) -> Image:
    """Blur as the lens (Gaussian) and the moving hand (a line) do."""
    import cv2
    import numpy as np

    blurred: object = part
    if optics.defocus_px > _BLUR_NOTHING_PX:
        blurred = cv2.GaussianBlur(part, (0, 0), optics.defocus_px)
    if optics.motion_px > 1:
        size = 2 * math.ceil(optics.motion_px / 2) + 1
        kernel = np.zeros((size, size), dtype=np.float32)
        reach = optics.motion_px / 2
        turn = math.radians(optics.motion_deg)
        for step in np.linspace(-reach, reach, 4 * size):
            x, y = size // 2 + step * math.cos(turn), size // 2 + step * math.sin(turn)
            kernel[round(y), round(x)] += 1
        blurred = cv2.filter2D(as_image(blurred), -1, kernel / kernel.sum())
    return as_image(blurred)


def _counter_top(random: np.random.Generator) -> Image:
    """Paint a shop counter: wood grain, a cloth with stripes, a few soft and hard objects."""
    import cv2
    import numpy as np

    width, height = FRAME_PX
    grain = cv2.resize(
        random.normal(0, 1, (height // 6, 12)).astype(np.float32),
        FRAME_PX,
        interpolation=cv2.INTER_CUBIC,
    )
    cloud = cv2.resize(
        random.normal(0, 1, (6, 9)).astype(np.float32), FRAME_PX, interpolation=cv2.INTER_CUBIC
    )
    tone = np.array([78, 104, 132], dtype=np.float32) * random.uniform(0.7, 1.2)
    wood = tone * (1 + 0.05 * grain + 0.10 * cloud)[:, :, None]
    top = np.clip(wood, 0, 255).astype(np.uint8)
    for _ in range(int(random.integers(3, 7))):
        at = (int(random.integers(0, width)), int(random.integers(0, height)))
        bright = random.uniform(40, 200)
        shade = tuple(int(bright * part) for part in random.uniform(0.8, 1.1, 3))
        if random.random() < _ROUND_SHARE:
            cv2.circle(top, at, int(random.integers(30, 110)), shade, -1, cv2.LINE_AA)
        else:
            to = (at[0] + int(random.integers(40, 380)), at[1] + int(random.integers(20, 160)))
            cv2.rectangle(top, at, to, shade, -1, cv2.LINE_AA)
            for x in range(at[0], to[0], int(random.integers(7, 23))):
                cv2.line(top, (x, at[1]), (x, to[1]), tuple(part // 2 for part in shade), 2)
    return as_image(cv2.GaussianBlur(top, (0, 0), 1.2))
